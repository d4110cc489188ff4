package org.valija.simulator.google;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An OAuth client as its owner set it up in the provider's console. Immutable.
 *
 * @param redirectUris matched exactly, for {@link Type#WEB}; Desktop clients may use any loopback port instead
 * @param testUsers addresses in lower case that may consent while the app is {@link Publishing#TESTING}
 * @param unverified interposes the warning that Google has not verified the app
 */
public record SimulatedClient(
        String id,
        String secret,
        Type type,
        List<String> redirectUris,
        Publishing publishing,
        Set<String> testUsers,
        Set<String> allowedScopes,
        boolean unverified) {

    /** The types the console offers. */
    public enum Type {
        DESKTOP,
        WEB
    }

    /** The publishing status of the app the client belongs to. */
    public enum Publishing {
        TESTING,
        PRODUCTION
    }

    public SimulatedClient {
        redirectUris = List.copyOf(redirectUris);
        testUsers =
                testUsers.stream().map(user -> user.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        allowedScopes = Set.copyOf(allowedScopes);
    }

    /** A Desktop client in production, with every scope allowed. */
    public static SimulatedClient desktop(String id, String secret) {
        return new SimulatedClient(
                id, secret, Type.DESKTOP, List.of(), Publishing.PRODUCTION, Set.of(), Scopes.all(), false);
    }

    /** A Web client in production, with every scope allowed. */
    public static SimulatedClient web(String id, String secret, String... redirectUris) {
        return new SimulatedClient(
                id, secret, Type.WEB, List.of(redirectUris), Publishing.PRODUCTION, Set.of(), Scopes.all(), false);
    }

    /** The same client in Testing: only these users may consent, and refresh tokens die after seven days. */
    public SimulatedClient testing(String... users) {
        return new SimulatedClient(
                id, secret, type, redirectUris, Publishing.TESTING, Set.of(users), allowedScopes, unverified);
    }

    /** The same client with other scopes allowed. */
    public SimulatedClient allowing(String... scopes) {
        return new SimulatedClient(id, secret, type, redirectUris, publishing, testUsers, Set.of(scopes), unverified);
    }

    /** The same client with or without the warning page. */
    public SimulatedClient unverified(boolean warning) {
        return new SimulatedClient(id, secret, type, redirectUris, publishing, testUsers, allowedScopes, warning);
    }

    boolean admits(String address) {
        return publishing == Publishing.PRODUCTION || testUsers.contains(address.toLowerCase(Locale.ROOT));
    }

    /** Never prints the secret. */
    @Override
    public String toString() {
        return "SimulatedClient[" + id + ", " + type + ", " + publishing + "]";
    }
}
