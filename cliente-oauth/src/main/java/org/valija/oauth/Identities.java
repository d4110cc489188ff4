package org.valija.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;

/**
 * Whose mailbox was authorised: by the claims of the id token, else by the userinfo endpoint.
 *
 * <p>The id token comes straight from the token endpoint over a verified connection, so its signature need not be
 * checked (OpenID Connect Core §3.1.3.7, point 6); issuer, audience, time and nonce are. Thread-safe.
 */
final class Identities {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final HTTPRequestSender http;
    private final Clock clock;

    Identities(HTTPRequestSender http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** @throws AuthorizationException when nobody vouches for an address */
    String email(Provider provider, OAuthClient client, RefreshOutcome.Tokens tokens, String nonce) {
        Optional<String> address = tokens.idToken()
                .flatMap(idToken -> address(provider, verified(provider, client, idToken, nonce)))
                .or(() -> provider.userInfoEndpoint()
                        .flatMap(endpoint -> address(provider, userInfo(endpoint, tokens.access()))));
        return address.map(Addresses::canonical).orElseThrow(() -> unknown("no address in the provider's answer"));
    }

    private static Optional<String> address(Provider provider, Map<String, Object> claims) {
        return provider.identityClaims().stream()
                .map(claims::get)
                .filter(value -> value instanceof String text && text.contains("@"))
                .map(String.class::cast)
                .findFirst();
    }

    private Map<String, Object> verified(Provider provider, OAuthClient client, Secret idToken, String nonce) {
        JWTClaimsSet claims;
        try {
            claims = SignedJWT.parse(idToken.reveal()).getJWTClaimsSet();
            if (!nonce.equals(claims.getStringClaim("nonce"))) {
                throw unknown("the id token answers another request");
            }
            String issuer = provider.issuer()
                    .orElse(String.valueOf(claims.getIssuer()))
                    .replace("{tenantid}", String.valueOf(claims.getStringClaim("tid")));
            if (!issuer.equals(claims.getIssuer())) {
                throw unknown("the id token is of another issuer: " + claims.getIssuer());
            }
        } catch (java.text.ParseException e) {
            throw unknown("the id token cannot be read");
        }
        if (!claims.getAudience().contains(client.clientId())) {
            throw unknown("the id token is for another client");
        }
        Instant limit = clock.instant().minus(CLOCK_SKEW);
        if (claims.getExpirationTime() == null
                || claims.getExpirationTime().toInstant().isBefore(limit)) {
            throw new AuthorizationException(
                    AuthorizationProblem.IDENTITY_UNKNOWN,
                    "the id token has expired; is this computer's clock right?",
                    Diagnosis.of(Cause.CLOCK_WRONG).because("the id token has expired"));
        }
        return claims.getClaims();
    }

    private Map<String, Object> userInfo(URI endpoint, Secret accessToken) {
        try {
            HTTPResponse response = new UserInfoRequest(endpoint, new BearerAccessToken(accessToken.reveal()))
                    .toHTTPRequest()
                    .send(http);
            if (!response.indicatesSuccess()) {
                throw unknown("userinfo answered HTTP " + response.getStatusCode());
            }
            return response.getBodyAsJSONObject();
        } catch (HttpFailure e) {
            throw new AuthorizationException(
                    AuthorizationProblem.PROVIDER_UNREACHABLE,
                    "userinfo (" + e.getMessage() + ")",
                    OAuthDiagnoses.of(e));
        } catch (IOException e) {
            throw new AuthorizationException(
                    AuthorizationProblem.PROVIDER_UNREACHABLE, "userinfo (" + e.getMessage() + ")");
        } catch (ParseException e) {
            throw unknown("userinfo answered no JSON");
        }
    }

    private static AuthorizationException unknown(String detail) {
        return new AuthorizationException(AuthorizationProblem.IDENTITY_UNKNOWN, detail);
    }
}
