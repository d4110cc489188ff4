package org.valija.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.oauth.PendingAuthorizationTable.Pending;
import org.valija.sql.Database;

/**
 * Authorization code with PKCE (RFC 6749 §4.1, RFC 7636 with S256): begins an authorisation and completes it with the
 * provider's answer.
 *
 * <p>What is pending is kept in the database, so any node may take the answer. Each {@code state} works once, for ten
 * minutes, in the browser session that began. Thread-safe.
 */
public final class AuthorizationCodeFlow {

    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** How long a used or expired state is remembered, to tell a late answer from a forged one. */
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private static final int LONGEST_WORDS = 300;

    private final Database database;
    private final Providers providers;
    private final OAuthClientTable clients;
    private final PendingAuthorizationTable pending;
    private final TokenEndpoint tokenEndpoint;
    private final Identities identities;
    private final GrantStore grants;
    private final Clock clock;

    AuthorizationCodeFlow(
            Database database,
            Providers providers,
            OAuthClientTable clients,
            PendingAuthorizationTable pending,
            TokenEndpoint tokenEndpoint,
            Identities identities,
            GrantStore grants,
            Clock clock) {
        this.database = database;
        this.providers = providers;
        this.clients = clients;
        this.pending = pending;
        this.tokenEndpoint = tokenEndpoint;
        this.identities = identities;
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * What is to be authorised.
     *
     * @param userCode {@code Emails.CodigoUsuario} of the grant to come
     * @param providerId {@code Emails.IdProveedor}
     * @param expectedEmail the address that must authenticate, compared without case; empty accepts any
     * @param redirectUri where the provider sends the browser back, exactly
     * @param binding a random value of the browser session: the answer must come in the same
     * @param returnTo where the caller goes afterwards; handed back as it is
     * @param transport the road that the grant must serve; empty for the one set for the client, or else the provider's
     *     default
     */
    public record Beginning(
            String userCode,
            int providerId,
            Optional<String> expectedEmail,
            URI redirectUri,
            Secret binding,
            Optional<String> returnTo,
            Optional<TransportKind> transport) {

        /** With the transport that is set. */
        public Beginning(
                String userCode,
                int providerId,
                Optional<String> expectedEmail,
                URI redirectUri,
                Secret binding,
                Optional<String> returnTo) {
            this(userCode, providerId, expectedEmail, redirectUri, binding, returnTo, Optional.empty());
        }
    }

    /** The authorisation came about. */
    public record Completed(Grant grant, Optional<String> returnTo) {}

    /**
     * Begins an authorisation.
     *
     * @return the address to open in the user's browser
     * @throws AuthorizationException with {@link AuthorizationProblem#NO_CLIENT} when no client is registered
     */
    public URI begin(Beginning beginning) {
        Provider declared = providers.get(beginning.providerId());
        Instant now = clock.instant();
        String state = Hashes.random(32);
        String nonce = Hashes.random(16);
        CodeVerifier verifier = new CodeVerifier();
        OAuthClientTable.Row client = database.inTransaction(connection -> {
            OAuthClientTable.Row current = clients.current(connection, declared.id())
                    .orElseThrow(() -> new AuthorizationException(AuthorizationProblem.NO_CLIENT, declared.name()));
            pending.sweep(connection, now.minus(REMEMBERED));
            pending.insert(
                    connection,
                    new Pending(
                            stateHash(state),
                            bindingHash(beginning.binding()),
                            beginning.userCode(),
                            declared.id(),
                            current.id(),
                            beginning.expectedEmail().map(Addresses::canonical),
                            beginning.redirectUri(),
                            Secret.of(verifier.getValue()),
                            nonce,
                            beginning.returnTo(),
                            Optional.of(transport(declared, current.client(), beginning)),
                            now.plus(LIFETIME),
                            Optional.empty()),
                    now);
            return current;
        });
        Provider provider = declared.forTenant(client.client().tenant());
        return authorizationUri(provider, client.client(), beginning, state, nonce, verifier);
    }

    private static TransportKind transport(Provider provider, OAuthClient client, Beginning beginning) {
        return beginning
                .transport()
                .or(client::transport)
                .filter(kind -> provider.access(kind).isPresent())
                .orElseGet(provider::defaultTransport);
    }

    private static URI authorizationUri(
            Provider provider,
            OAuthClient client,
            Beginning beginning,
            String state,
            String nonce,
            CodeVerifier verifier) {
        AuthorizationRequest.Builder request = new AuthorizationRequest.Builder(
                        ResponseType.CODE, new ClientID(client.clientId()))
                .endpointURI(provider.authorizationEndpoint())
                .redirectionURI(beginning.redirectUri())
                .scope(new Scope(provider.scopesFor(transport(provider, client, beginning))
                        .toArray(String[]::new)))
                .state(new State(state))
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .customParameter("nonce", nonce);
        provider.authorizationParameters().forEach(request::customParameter);
        beginning.expectedEmail().ifPresent(email -> request.customParameter("login_hint", email));
        return request.build().toURI();
    }

    /** An authorization request like a real one, of which nothing is kept: no answer to it would be accepted. */
    static URI sample(Provider provider, OAuthClient client, URI redirect) {
        Beginning nobody =
                new Beginning("", provider.id(), Optional.empty(), redirect, Secret.of(""), Optional.empty());
        return authorizationUri(provider, client, nobody, Hashes.random(32), Hashes.random(16), new CodeVerifier());
    }

    /**
     * Completes with the parameters that came to the redirect address: checks {@code state}, session and {@code iss},
     * exchanges the code, compares identity and scopes, and stores the grant.
     *
     * @throws AuthorizationException saying which of these failed; nothing is stored then
     */
    public Completed complete(Map<String, String> parameters, Secret binding) {
        return complete(parameters, binding, anyway -> true);
    }

    /**
     * The same, unless who began it does not want it any more.
     *
     * @param wanted asked with {@link Beginning#returnTo} before the code is exchanged
     * @throws AuthorizationException as {@link #complete(Map, Secret)}; with {@link AuthorizationProblem#STATE_EXPIRED}
     *     when it is not wanted
     */
    public Completed complete(Map<String, String> parameters, Secret binding, Predicate<Optional<String>> wanted) {
        return complete(parameters, binding, Optional.empty(), wanted);
    }

    /**
     * Completes with the whole final address, as a person pastes it or a helper on their machine caught it; also
     * compares it with the redirect address asked for.
     *
     * @throws AuthorizationException as {@link #complete(Map, Secret)}, and when the text is no such address
     */
    public Completed completeWithAddress(String address, Secret binding) {
        return completeWithAddress(address, binding, anyway -> true);
    }

    /**
     * The same, unless who began it does not want it any more.
     *
     * @param wanted asked with {@link Beginning#returnTo} before the code is exchanged
     * @throws AuthorizationException as {@link #complete(Map, Secret, Predicate)}, and when the text is no such address
     */
    public Completed completeWithAddress(String address, Secret binding, Predicate<Optional<String>> wanted) {
        URI uri;
        try {
            uri = new URI(address.strip());
        } catch (URISyntaxException e) {
            throw new AuthorizationException(AuthorizationProblem.MALFORMED_ANSWER, "");
        }
        if (uri.getRawQuery() == null || uri.getScheme() == null) {
            throw new AuthorizationException(AuthorizationProblem.MALFORMED_ANSWER, "");
        }
        return complete(query(uri.getRawQuery()), binding, Optional.of(uri), wanted);
    }

    private Completed complete(
            Map<String, String> parameters, Secret binding, Optional<URI> address, Predicate<Optional<String>> wanted) {
        Pending begun = take(parameters.getOrDefault("state", ""), binding);
        if (!wanted.test(begun.returnTo())) {
            throw new AuthorizationException(AuthorizationProblem.STATE_EXPIRED, "").returningTo(begun.returnTo());
        }
        try {
            return new Completed(finish(begun, parameters, address), begun.returnTo());
        } catch (AuthorizationException e) {
            throw e.returningTo(begun.returnTo())
                    .concerning(
                            begun.expectedEmail(),
                            providers
                                    .find(begun.providerId())
                                    .map(Provider::name)
                                    .orElse(""));
        }
    }

    /** Finds what was begun and uses it up; somebody else's attempt does not use it up. */
    private Pending take(String state, Secret binding) {
        Instant now = clock.instant();
        String hash = stateHash(state);
        Pending begun = database.run(connection -> pending.find(connection, hash))
                .orElseThrow(() -> new AuthorizationException(AuthorizationProblem.STATE_UNKNOWN, ""));
        if (!Secret.of(begun.bindingHash()).equals(Secret.of(bindingHash(binding)))) {
            throw new AuthorizationException(AuthorizationProblem.OTHER_SESSION, "");
        }
        if (begun.usedAt().isPresent()
                || !database.<Boolean>inTransaction(connection -> pending.use(connection, hash, now))) {
            throw new AuthorizationException(AuthorizationProblem.STATE_USED, "").returningTo(begun.returnTo());
        }
        if (now.isAfter(begun.expiresAt())) {
            throw new AuthorizationException(AuthorizationProblem.STATE_EXPIRED, "").returningTo(begun.returnTo());
        }
        return begun;
    }

    private Grant finish(Pending begun, Map<String, String> parameters, Optional<URI> address) {
        OAuthClient client = database.run(connection -> clients.byId(connection, begun.oauthClientId()))
                .orElseThrow(() -> new AuthorizationException(AuthorizationProblem.NO_CLIENT, ""))
                .client();
        Provider provider = providers.get(begun.providerId()).forTenant(client.tenant());
        if (address.isPresent() && !sameRedirect(address.get(), begun.redirectUri())) {
            throw new AuthorizationException(
                    AuthorizationProblem.REDIRECT_MISMATCH, begun.redirectUri().toString());
        }
        checkIssuer(provider, Optional.ofNullable(parameters.get("iss")));
        refuseError(parameters, begun.redirectUri());
        String code = parameters.getOrDefault("code", "");
        if (code.isEmpty()) {
            throw new AuthorizationException(AuthorizationProblem.MALFORMED_ANSWER, "");
        }
        RefreshOutcome.Tokens tokens = exchange(provider, client, begun, code);
        String email = identities.email(provider, client, tokens, begun.nonce());
        begun.expectedEmail().filter(expected -> !expected.equals(email)).ifPresent(expected -> {
            throw new AuthorizationException(AuthorizationProblem.OTHER_IDENTITY, email);
        });
        TransportKind transport = begun.transport().orElseGet(provider::defaultTransport);
        Set<String> scopes = tokens.scopes().orElseGet(() -> Set.copyOf(provider.scopesFor(transport)));
        Set<String> missing = provider.missing(transport, scopes);
        if (!missing.isEmpty()) {
            throw new AuthorizationException(AuthorizationProblem.SCOPE_MISSING, String.join(" ", missing));
        }
        return grants.connected(
                new EmailsTable.Owner(begun.userCode(), provider.id(), email), client, provider, tokens, scopes);
    }

    private static void checkIssuer(Provider provider, Optional<String> issuer) {
        if (issuer.isEmpty()) {
            if (provider.issuerInResponse()) {
                throw new AuthorizationException(AuthorizationProblem.ISSUER_MISMATCH, "");
            }
            return;
        }
        boolean known =
                provider.issuer().filter(expected -> !expected.contains("{")).isPresent();
        if (known && !issuer.equals(provider.issuer())) {
            throw new AuthorizationException(AuthorizationProblem.ISSUER_MISMATCH, shown(issuer.get()));
        }
    }

    private static void refuseError(Map<String, String> parameters, URI redirect) {
        String error = shown(parameters.getOrDefault("error", ""));
        if (!error.isEmpty()) {
            String words = shown(parameters.getOrDefault("error_description", ""));
            throw new AuthorizationException(
                    error.equals("access_denied") ? AuthorizationProblem.DENIED : AuthorizationProblem.PROVIDER_ERROR,
                    words.isEmpty() ? error : error + ": " + words,
                    OAuthDiagnoses.ofAuthorization(error, words, redirect));
        }
    }

    /** Anybody can make up an answer: what of it goes to logs and pages is one line, and short. */
    private static String shown(String words) {
        String line = words.replaceAll("\\p{Cc}+", " ");
        return line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) + "…" : line;
    }

    private RefreshOutcome.Tokens exchange(Provider provider, OAuthClient client, Pending begun, String code) {
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code),
                begun.redirectUri(),
                new CodeVerifier(begun.codeVerifier().reveal()));
        RefreshOutcome outcome = tokenEndpoint.request(provider, client, grant);
        if (outcome instanceof RefreshOutcome.Tokens tokens) {
            return tokens;
        }
        if (outcome instanceof RefreshOutcome.NeedsAuthentication refused) {
            throw refused(AuthorizationProblem.CODE_REFUSED, refused.code(), refused.detail());
        }
        if (outcome instanceof RefreshOutcome.NeedsAdmin refused) {
            throw refused(AuthorizationProblem.CLIENT_REFUSED, refused.code(), refused.detail());
        }
        RefreshOutcome.Transient failed = (RefreshOutcome.Transient) outcome;
        boolean certificate = failed.code().equals(HttpFailure.Kind.CERTIFICATE.code())
                || failed.code().equals(HttpFailure.Kind.CERTIFICATE_NAME.code());
        throw refused(
                certificate ? AuthorizationProblem.PROVIDER_CERTIFICATE : AuthorizationProblem.PROVIDER_UNREACHABLE,
                failed.code(),
                failed.detail());
    }

    /** A code that is refused is no grant that was revoked. */
    private static AuthorizationException refused(AuthorizationProblem problem, String code, String detail) {
        Diagnosis diagnosis = OAuthDiagnoses.of(code, detail);
        return new AuthorizationException(
                problem,
                code + " (" + detail + ")",
                diagnosis.cause() == Cause.GRANT_REVOKED
                        ? Diagnosis.of(Cause.CODE_REFUSED).because(diagnosis.evidence())
                        : diagnosis);
    }

    private static boolean sameRedirect(URI address, URI redirect) {
        return redirect.getScheme().equals(address.getScheme())
                && redirect.getRawAuthority().equals(address.getRawAuthority())
                && redirect.getRawPath().equals(address.getRawPath());
    }

    private static Map<String, String> query(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : List.of(query.split("&"))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AuthorizationException(AuthorizationProblem.MALFORMED_ANSWER, "");
        }
    }

    private static String stateHash(String state) {
        return Hashes.hex("state", state);
    }

    private static String bindingHash(Secret binding) {
        return Hashes.hex("binding", binding.reveal());
    }
}
