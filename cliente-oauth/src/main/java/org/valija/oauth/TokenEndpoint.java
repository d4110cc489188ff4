package org.valija.oauth;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider's token or revocation endpoint (RFC 6749 §4.1.3, §6; RFC 7009), its answer typed. Never
 * throws for what the provider does. Thread-safe.
 */
final class TokenEndpoint {

    private static final Set<String> USERS_TURN =
            Set.of("invalid_grant", "interaction_required", "consent_required", "login_required");
    private static final Set<String> ADMINS_TURN = Set.of("invalid_client", "unauthorized_client", "invalid_scope");
    private static final int LONGEST_DETAIL = 500;
    private static final Set<String> SECRET_PARAMETERS = Set.of("refresh_token", "code", "code_verifier");

    /** Shorter ones stand in other words too. */
    private static final int SHORTEST_SECRET = 8;

    private final HTTPRequestSender http;

    TokenEndpoint(HTTPRequestSender http) {
        this.http = http;
    }

    RefreshOutcome refresh(Provider provider, OAuthClient client, org.valija.oauth.Secret refreshToken) {
        return request(provider, client, new RefreshTokenGrant(new RefreshToken(refreshToken.reveal())));
    }

    RefreshOutcome request(Provider provider, OAuthClient client, AuthorizationGrant grant) {
        ClientID id = new ClientID(client.clientId());
        TokenRequest request = client.secret()
                .map(secret -> new TokenRequest.Builder(
                        provider.tokenEndpoint(), new ClientSecretPost(id, new Secret(secret.reveal())), grant))
                .orElseGet(() -> new TokenRequest.Builder(provider.tokenEndpoint(), id, grant))
                .build();
        try {
            return read(request.toHTTPRequest().send(http), secrets(client, grant));
        } catch (HttpFailure e) {
            return new RefreshOutcome.Transient(
                    e.kind().code(), cut(String.valueOf(e.getMessage())), Optional.empty(), e.maybeProcessed());
        } catch (IOException e) {
            return new RefreshOutcome.Transient(
                    HttpFailure.Kind.CONNECTION_LOST.code(),
                    cut(String.valueOf(e.getMessage())),
                    Optional.empty(),
                    true);
        }
    }

    /**
     * Asks the provider to end the grant.
     *
     * @return what went wrong, or empty when the provider agreed (RFC 7009 §2.2: also for a token it no longer knows)
     */
    Optional<String> revoke(Provider provider, OAuthClient client, org.valija.oauth.Secret refreshToken) {
        if (provider.revocationEndpoint().isEmpty()) {
            return Optional.of("no_revocation_endpoint");
        }
        ClientID id = new ClientID(client.clientId());
        RefreshToken token = new RefreshToken(refreshToken.reveal());
        TokenRevocationRequest request = client.secret()
                .map(secret -> new TokenRevocationRequest(
                        provider.revocationEndpoint().get(),
                        new ClientSecretPost(id, new Secret(secret.reveal())),
                        token))
                .orElseGet(() ->
                        new TokenRevocationRequest(provider.revocationEndpoint().get(), id, token));
        try {
            HTTPResponse response = request.toHTTPRequest().send(http);
            if (response.indicatesSuccess() || isAlreadyGone(response)) {
                return Optional.empty();
            }
            return Optional.of("HTTP " + response.getStatusCode());
        } catch (IOException e) {
            return Optional.of(cut(String.valueOf(e.getMessage())));
        }
    }

    /** Google answers 400 {@code invalid_token} where RFC 7009 wants 200. */
    private static boolean isAlreadyGone(HTTPResponse response) {
        return "invalid_token".equals(ErrorObject.parse(response).getCode());
    }

    /** What was sent in confidence, in case the provider repeats it. */
    private static List<String> secrets(OAuthClient client, AuthorizationGrant grant) {
        List<String> secrets = new ArrayList<>();
        client.secret().ifPresent(secret -> secrets.add(secret.reveal()));
        grant.toParameters().forEach((name, values) -> {
            if (SECRET_PARAMETERS.contains(name)) {
                secrets.addAll(values);
            }
        });
        secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
        return secrets;
    }

    private static RefreshOutcome read(HTTPResponse response, List<String> secrets) {
        int status = response.getStatusCode();
        String detail = describe(response, secrets);
        if (status == 429 || status == 408 || status >= 500) {
            return new RefreshOutcome.Transient("http_" + status, detail, retryAfter(response), status != 429);
        }
        try {
            TokenResponse parsed = OIDCTokenResponseParser.parse(response);
            return parsed.indicatesSuccess()
                    ? tokens(parsed.toSuccessResponse())
                    : refusal(
                            response,
                            shown(parsed.toErrorResponse().getErrorObject().getCode(), secrets),
                            detail);
        } catch (ParseException e) {
            return new RefreshOutcome.Transient(
                    "malformed_answer", "HTTP " + status + ", not an OAuth answer", Optional.empty(), true);
        }
    }

    private static RefreshOutcome tokens(AccessTokenResponse response) {
        AccessToken access = response.getTokens().getAccessToken();
        Object idToken = response.toJSONObject().get("id_token");
        return new RefreshOutcome.Tokens(
                org.valija.oauth.Secret.of(access.getValue()),
                access.getLifetime() > 0 ? Optional.of(Duration.ofSeconds(access.getLifetime())) : Optional.empty(),
                Optional.ofNullable(response.getTokens().getRefreshToken())
                        .map(token -> org.valija.oauth.Secret.of(token.getValue())),
                Optional.ofNullable(access.getScope()).map(scope -> Set.copyOf(scope.toStringList())),
                Optional.ofNullable(idToken).map(token -> org.valija.oauth.Secret.of(token.toString())));
    }

    private static RefreshOutcome refusal(HTTPResponse response, String said, String detail) {
        String code = said.isEmpty() ? "http_" + response.getStatusCode() : said;
        if (USERS_TURN.contains(code)) {
            return new RefreshOutcome.NeedsAuthentication(code, detail);
        }
        if (ADMINS_TURN.contains(code)) {
            return new RefreshOutcome.NeedsAdmin(code, detail);
        }
        return new RefreshOutcome.Transient(code, detail, retryAfter(response), false);
    }

    /** The provider's own words. */
    private static String describe(HTTPResponse response, List<String> secrets) {
        ErrorObject error = ErrorObject.parse(response);
        String words = shown(error.getDescription(), secrets);
        String said = words.isEmpty() ? shown(error.getCode(), secrets) : words;
        return "HTTP " + response.getStatusCode() + (said.isEmpty() ? "" : ": " + said);
    }

    /** Fit for logs and pages: one line, bounded, without what was sent in confidence. */
    private static String shown(@Nullable String words, List<String> secrets) {
        String shown = words == null ? "" : words.replaceAll("\\p{Cc}+", " ");
        for (String secret : secrets) {
            shown = shown.replace(secret, "•••");
        }
        return cut(shown);
    }

    private static Optional<Duration> retryAfter(HTTPResponse response) {
        String value = Optional.ofNullable(response.getHeaderValue("Retry-After"))
                .orElse("")
                .strip();
        return value.matches("\\d{1,6}") ? Optional.of(Duration.ofSeconds(Long.parseLong(value))) : Optional.empty();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "…";
    }
}
