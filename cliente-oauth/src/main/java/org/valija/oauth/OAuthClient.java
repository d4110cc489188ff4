package org.valija.oauth;

import java.time.Instant;
import java.util.Optional;

/**
 * A client registered at a provider, in whose name grants are asked for.
 *
 * @param providerId the provider
 * @param clientId public, yet kept encrypted as the mission asks
 * @param secret none for public clients; Google gives one to Desktop clients too and demands it
 * @param type decides which redirect addresses the provider accepts
 * @param tenant Microsoft's directory; empty for {@code common}
 * @param secretExpiresAt when the secret ends, where the provider sets an end
 * @param transport the road that grants are asked for; empty for the provider's own default
 */
public record OAuthClient(
        int providerId,
        String clientId,
        Optional<Secret> secret,
        Type type,
        Optional<String> tenant,
        Optional<Instant> secretExpiresAt,
        Optional<TransportKind> transport) {

    /** What kind of client was registered. */
    public enum Type {
        /** Redirects to any port of the loopback address (RFC 8252 §7.3). */
        DESKTOP,
        /** Redirects only to addresses registered in full. */
        WEB
    }

    public OAuthClient {
        if (clientId.isBlank() || !clientId.equals(clientId.strip())) {
            throw new IllegalArgumentException("a client id is neither empty nor has blanks around it");
        }
    }

    /** A client for redirects to the user's own machine. */
    public static OAuthClient desktop(int providerId, String clientId, Secret secret) {
        return new OAuthClient(
                providerId,
                clientId,
                secret.isEmpty() ? Optional.empty() : Optional.of(secret),
                Type.DESKTOP,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A client for a console with a public https name. */
    public static OAuthClient web(int providerId, String clientId, Secret secret) {
        return new OAuthClient(
                providerId,
                clientId,
                Optional.of(secret),
                Type.WEB,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same client, asking for grants of that road. */
    public OAuthClient sendingBy(TransportKind kind) {
        return new OAuthClient(providerId, clientId, secret, type, tenant, secretExpiresAt, Optional.of(kind));
    }
}
