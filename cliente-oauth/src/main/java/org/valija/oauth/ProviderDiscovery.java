package org.valija.oauth;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Reads a provider's endpoints from its issuer (OpenID Connect Discovery 1.0 §4). Thread-safe. */
public final class ProviderDiscovery {

    private final HttpCaller http;

    ProviderDiscovery(HttpCaller http) {
        this.http = http;
    }

    /** @param tls trusts further certificate authorities; empty for the platform's */
    public ProviderDiscovery(Optional<SSLContext> tls) {
        this(tls, Proxies.ofSystem());
    }

    /** @param proxies the way out */
    public ProviderDiscovery(Optional<SSLContext> tls, Proxies proxies) {
        this(new HttpCaller(tls, proxies));
    }

    /**
     * A builder with the issuer's endpoints filled in; scopes and what else is special are left to the caller.
     *
     * @throws ProviderDiscoveryException when the issuer cannot be reached or its document is of another issuer
     */
    public Provider.Builder discover(int id, String name, URI issuer) {
        try {
            HTTPResponse response = new HTTPRequest(
                            HTTPRequest.Method.GET, OIDCProviderMetadata.resolveURL(new Issuer(issuer)))
                    .send(http);
            response.ensureStatusCode(HTTPResponse.SC_OK);
            OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(response.getBodyAsJSONObject());
            if (!metadata.getIssuer().getValue().equals(issuer.toString())) {
                throw new ProviderDiscoveryException(
                        issuer + " describes another issuer: " + metadata.getIssuer(), null);
            }
            return fill(Provider.builder(id, name), metadata);
        } catch (IOException | GeneralException e) {
            throw new ProviderDiscoveryException("The issuer " + issuer + " could not be read: " + e.getMessage(), e);
        }
    }

    private static Provider.Builder fill(Provider.Builder builder, OIDCProviderMetadata metadata) {
        builder.issuer(metadata.getIssuer().getValue())
                .authorizationEndpoint(metadata.getAuthorizationEndpointURI())
                .tokenEndpoint(metadata.getTokenEndpointURI())
                .issuerInResponse(metadata.supportsAuthorizationResponseIssuerParam());
        if (metadata.getRevocationEndpointURI() != null) {
            builder.revocationEndpoint(metadata.getRevocationEndpointURI());
        }
        if (metadata.getUserInfoEndpointURI() != null) {
            builder.userInfoEndpoint(metadata.getUserInfoEndpointURI());
        }
        return builder;
    }
}
