package org.valija.simulator.google;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.valija.simulator.web.WebRequest;
import org.valija.simulator.web.WebResponse;

/** What stands beside the token endpoint: revocation, user information, discovery and the signing keys. */
final class AccountEndpoints {

    private final Grants grants;
    private final IdTokenSigner signer;
    private final Counters counters;
    private final URI issuer;

    AccountEndpoints(Grants grants, IdTokenSigner signer, Counters counters, URI issuer) {
        this.grants = grants;
        this.signer = signer;
        this.counters = counters;
        this.issuer = issuer;
    }

    /** {@code POST /revoke} (RFC 7009), with Google's answer for a token that is not live: 400 {@code invalid_token}. */
    WebResponse revoke(WebRequest request) {
        counters.countRevocation();
        Optional<String> token =
                request.form().value("token").or(() -> request.query().value("token"));
        boolean revoked = token.filter(grants::revokeByToken).isPresent();
        return revoked
                ? WebResponse.json(200, Map.of())
                : WebResponse.json(
                        400, Map.of("error", "invalid_token", "error_description", "Token expired or revoked"));
    }

    /** {@code GET /v1/userinfo} (OpenID Connect Core §5.3). */
    WebResponse userInfo(WebRequest request) {
        Optional<AccessToken> token = request.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(header -> header.substring(7).strip())
                .flatMap(grants::live);
        if (token.isEmpty()) {
            return WebResponse.json(401, Map.of("error", "invalid_request", "error_description", "Invalid Credentials"))
                    .with("WWW-Authenticate", "Bearer realm=\"simulator\", error=\"invalid_token\"");
        }
        SimulatedAccount account = token.get().account();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", account.subject());
        if (token.get().scopes().contains(Scopes.PROFILE)) {
            claims.put("name", account.name());
        }
        if (token.get().scopes().contains(Scopes.EMAIL)) {
            claims.put("email", account.address());
            claims.put("email_verified", true);
        }
        return WebResponse.json(200, claims);
    }

    /** {@code GET /.well-known/openid-configuration} (RFC 8414). */
    WebResponse discovery(WebRequest request) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer.toString());
        metadata.put("authorization_endpoint", issuer + "/o/oauth2/v2/auth");
        metadata.put("token_endpoint", issuer + "/token");
        metadata.put("revocation_endpoint", issuer + "/revoke");
        metadata.put("userinfo_endpoint", issuer + "/v1/userinfo");
        metadata.put("jwks_uri", issuer + "/oauth2/v3/certs");
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
        metadata.put("scopes_supported", new ArrayList<>(Scopes.all()));
        metadata.put("token_endpoint_auth_methods_supported", List.of("client_secret_post", "client_secret_basic"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("authorization_response_iss_parameter_supported", true);
        return WebResponse.json(200, metadata);
    }

    /** {@code GET /oauth2/v3/certs}. */
    WebResponse keys(WebRequest request) {
        return WebResponse.json(200, signer.jwks());
    }
}
