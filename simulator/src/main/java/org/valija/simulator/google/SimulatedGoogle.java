package org.valija.simulator.google;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.valija.simulator.inbox.Inbox;
import org.valija.simulator.web.LocalOrigin;
import org.valija.simulator.web.RequestLog;
import org.valija.simulator.web.RequestLogEntry;
import org.valija.simulator.web.WebServer;

/** What a test tells the simulated Google and asks of it. Every method takes effect at the next request. Thread-safe. */
public final class SimulatedGoogle {

    /** The Desktop client that is there from the start. */
    public static final SimulatedClient DEMO_CLIENT =
            SimulatedClient.desktop("demo-client.apps.simulator.test", "demo-secret");

    private static final int SHORTEST_TOKEN = 32;

    private final Settings settings = new Settings();
    private final Directory directory = new Directory();
    private final Failures failures = new Failures();
    private final Counters counters = new Counters();
    private final Grants grants;
    private final RequestLog log;

    private SimulatedGoogle(Clock clock, RequestLog log) {
        this.grants = new Grants(clock, settings);
        this.log = log;
        registerClient(DEMO_CLIENT);
        addAccount("juan.perez@bajio.example", "Juan Pérez");
        addAccount("lucia.ramos@bajio.example", "Lucía Ramos");
        addAccount("tesoreria@bajio.example", "Tesorería del Bajío");
    }

    /**
     * Puts the endpoints on a web server; the issuer is its address.
     *
     * @param inbox where mail goes that Gmail's API takes
     * @param closing ends slow answers
     */
    public static SimulatedGoogle serve(
            WebServer web, Clock clock, RequestLog log, Inbox inbox, Executor background, CountDownLatch closing) {
        SimulatedGoogle google = new SimulatedGoogle(clock, log);
        google.addRoutes(web, clock, background, closing);
        google.addGmail(web, inbox, closing);
        return google;
    }

    private void addGmail(WebServer web, Inbox inbox, CountDownLatch closing) {
        GmailEndpoint gmail = new GmailEndpoint(grants, failures, settings, counters, inbox, web.uri(), closing);
        web.route("POST", "/gmail/v1/users/*", GmailEndpoint.BODY_LIMIT, gmail::send);
        web.route("POST", "/upload/gmail/v1/users/*", GmailEndpoint.BODY_LIMIT, gmail::upload);
        web.route("PUT", "/upload/gmail/v1/users/*", GmailEndpoint.BODY_LIMIT, gmail::resume);
    }

    private void addRoutes(WebServer web, Clock clock, Executor background, CountDownLatch closing) {
        URI issuer = web.uri();
        IdTokenSigner signer = new IdTokenSigner(issuer, clock, background);
        AuthorizationEndpoint authorization =
                new AuthorizationEndpoint(directory, grants, failures, settings, issuer, clock);
        ClientAuthentication clients = new ClientAuthentication(directory);
        TokenEndpoint token = new TokenEndpoint(clients, grants, failures, settings, signer, counters, closing);
        AccountEndpoints account = new AccountEndpoints(grants, signer, counters, issuer);
        web.route("GET", "/o/oauth2/v2/auth", authorization::ask);
        web.route("POST", "/o/oauth2/v2/warning", LocalOrigin.guard(authorization::passWarning));
        web.route("POST", "/o/oauth2/v2/consent", LocalOrigin.guard(authorization::decide));
        web.route("POST", "/token", token::answer);
        web.route("POST", "/revoke", account::revoke);
        web.route("GET", "/v1/userinfo", account::userInfo);
        web.route("GET", "/.well-known/openid-configuration", account::discovery);
        web.route("GET", "/oauth2/v3/certs", account::keys);
    }

    /** Adds a client, or replaces the one of the same id. */
    public void registerClient(SimulatedClient client) {
        directory.put(client);
    }

    /** Adds an account, or renames it. */
    public void addAccount(String address, String name) {
        directory.put(address, name);
    }

    public List<SimulatedClient> clients() {
        return directory.clients();
    }

    public List<SimulatedAccount> accounts() {
        return directory.accounts();
    }

    /** How long access tokens issued from now on live; one hour unless set. */
    public void setAccessTokenLifetime(Duration lifetime) {
        settings.accessTokenLifetime = lifetime;
    }

    public Duration accessTokenLifetime() {
        return settings.accessTokenLifetime;
    }

    /** How many characters access tokens have from now on: 200 unless set; Microsoft's have 1,400 and more. */
    public void setAccessTokenLength(int characters) {
        if (characters < SHORTEST_TOKEN) {
            throw new IllegalArgumentException("At least " + SHORTEST_TOKEN + " characters");
        }
        settings.accessTokenLength = characters;
    }

    /** How long refresh tokens of apps in Testing live; seven days unless set. */
    public void setTestingRefreshLifetime(Duration lifetime) {
        settings.testingRefreshLifetime = lifetime;
    }

    public void setRotation(Rotation rotation) {
        settings.rotation = rotation;
    }

    public Rotation rotation() {
        return settings.rotation;
    }

    /** Whether an ID token comes when {@code openid} was granted; true unless set. */
    public void setIdTokenIncluded(boolean included) {
        settings.idTokenIncluded = included;
    }

    /** Whether {@code email} and {@code profile} are answered by their long names, as Google does; true unless set. */
    public void setLongScopeNames(boolean longNames) {
        settings.longScopeNames = longNames;
    }

    /** The largest mail that Gmail's API takes, in octets; 35 MB unless set. */
    public void setLargestMail(long octets) {
        settings.largestMail = octets;
    }

    /** Expires every access token issued so far. */
    public void expireAccessTokens() {
        grants.expireAccessTokens();
    }

    /** Kills every token of an account, as a changed password does. */
    public void revokeGrantsOf(String address) {
        grants.revokeAllOf(address.strip().toLowerCase(Locale.ROOT));
    }

    /** Lets the next requests to an endpoint fail, after the failures planned before. */
    public void fail(FailurePlan plan) {
        failures.add(plan);
    }

    /** Forgets every failure still to come. */
    public void clearFailures() {
        failures.clear();
    }

    /** Requests to the token endpoint of one {@code grant_type}, failed ones included. */
    public long tokenRequests(String grantType) {
        return counters.tokenRequests(grantType);
    }

    /** Requests of {@code grant_type=refresh_token}, failed ones included. */
    public long refreshRequests() {
        return counters.tokenRequests("refresh_token");
    }

    /** Requests of {@code grant_type=refresh_token} that were granted, whether or not the answer has arrived. */
    public long refreshesGranted() {
        return counters.refreshes();
    }

    /** Requests to Gmail's API, failed ones included. */
    public long mailRequests() {
        return counters.mailRequests();
    }

    /** Requests to the revocation endpoint, failed ones included. */
    public long revocations() {
        return counters.revocations();
    }

    /** The last thousand HTTP requests of all kinds, without secrets. */
    public List<RequestLogEntry> requestLog() {
        return log.entries();
    }

    /** What an access token is good for, while it is live. */
    public Optional<AccessToken> liveToken(String token) {
        return grants.live(token);
    }
}
