package org.valija.simulator.google;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.valija.simulator.web.Form;
import org.valija.simulator.web.WebRequest;

/** Authenticates a client by {@code client_secret_basic} or {@code client_secret_post} (RFC 6749 §2.3.1). */
final class ClientAuthentication {

    private final Directory directory;

    ClientAuthentication(Directory directory) {
        this.directory = directory;
    }

    /** The client; Google asks Desktop clients for their secret too. */
    SimulatedClient authenticate(WebRequest request) {
        Form form = request.form();
        Optional<String> basic = request.header("Authorization");
        if (basic.isPresent() && form.value("client_secret").isPresent()) {
            throw OAuthError.invalidRequest("More than one way of client authentication.");
        }
        if (basic.isPresent()) {
            String[] pair = decodeBasic(basic.get()).split(":", 2);
            return check(decodeForm(pair[0]), pair.length < 2 ? "" : decodeForm(pair[1]));
        }
        String id = form.value("client_id")
                .orElseThrow(() -> OAuthError.invalidRequest("Could not determine client ID from request."));
        if (directory.client(id).isPresent() && form.value("client_secret").isEmpty()) {
            throw OAuthError.invalidRequest("client_secret is missing.");
        }
        return check(id, form.value("client_secret").orElse(""));
    }

    private SimulatedClient check(String id, String secret) {
        SimulatedClient client = directory
                .client(id)
                .orElseThrow(() -> new OAuthError(401, "invalid_client", "The OAuth client was not found."));
        byte[] expected = client.secret().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, secret.getBytes(StandardCharsets.UTF_8))) {
            throw new OAuthError(401, "invalid_client", "Unauthorized");
        }
        return client;
    }

    private static String decodeBasic(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw new OAuthError(401, "invalid_client", "Unknown authentication scheme.");
        }
        try {
            return new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new OAuthError(401, "invalid_client", "Broken base64.");
        }
    }

    private static String decodeForm(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new OAuthError(401, "invalid_client", "Broken percent-encoding.");
        }
    }
}
