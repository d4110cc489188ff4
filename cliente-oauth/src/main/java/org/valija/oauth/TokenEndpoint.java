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
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One request to a provider's token or revocation endpoint (RFC 6749 §4.1.3, §6; RFC 7009), its answer typed. Never
 * throws for what the provider does. Thread-safe.
 */
final class TokenEndpoint {

    private static final Set<String> USERS_TURN =
            Set.of("invalid_grant", "interaction_required", "consent_required", "login_required");
    private static final Set<String> ADMINS_TURN = Set.of("invalid_client", "unauthorized_client", "invalid_scope");
    private static final int LONGEST_DETAIL = 500;

    private final HttpCaller http;

    TokenEndpoint(HttpCaller http) {
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
            return read(request.toHTTPRequest().send(http));
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

    static RefreshOutcome read(HTTPResponse response) {
        int status = response.getStatusCode();
        if (status == 429 || status == 408 || status >= 500) {
            return new RefreshOutcome.Transient(
                    "http_" + status, describe(response), retryAfter(response), status != 429);
        }
        try {
            TokenResponse parsed = OIDCTokenResponseParser.parse(response);
            return parsed.indicatesSuccess()
                    ? tokens(parsed.toSuccessResponse())
                    : refusal(response, parsed.toErrorResponse().getErrorObject());
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

    private static RefreshOutcome refusal(HTTPResponse response, ErrorObject error) {
        String code = Optional.ofNullable(error.getCode()).orElse("http_" + response.getStatusCode());
        String detail = describe(response);
        if (USERS_TURN.contains(code)) {
            return new RefreshOutcome.NeedsAuthentication(code, detail);
        }
        if (ADMINS_TURN.contains(code)) {
            return new RefreshOutcome.NeedsAdmin(code, detail);
        }
        return new RefreshOutcome.Transient(code, detail, retryAfter(response), false);
    }

    /** The provider's own words; an error answer holds no token. */
    private static String describe(HTTPResponse response) {
        ErrorObject error = ErrorObject.parse(response);
        String words = Optional.ofNullable(error.getDescription())
                .or(() -> Optional.ofNullable(error.getCode()))
                .orElse("");
        return cut(
                words.isEmpty()
                        ? "HTTP " + response.getStatusCode()
                        : "HTTP " + response.getStatusCode() + ": " + words);
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
