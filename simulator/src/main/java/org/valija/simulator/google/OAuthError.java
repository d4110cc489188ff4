package org.valija.simulator.google;

import java.util.Map;
import org.valija.simulator.web.WebResponse;

/** An error answer of RFC 6749 §5.2. Its description must hold no secret. */
final class OAuthError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String description;

    OAuthError(int status, String error, String description) {
        super(error + ": " + description);
        this.status = status;
        this.error = error;
        this.description = description;
    }

    static OAuthError invalidGrant(String description) {
        return new OAuthError(400, "invalid_grant", description);
    }

    static OAuthError invalidRequest(String description) {
        return new OAuthError(400, "invalid_request", description);
    }

    WebResponse response() {
        WebResponse response = WebResponse.json(status, Map.of("error", error, "error_description", description));
        return status == 401 ? response.with("WWW-Authenticate", "Basic realm=\"simulator\"") : response;
    }
}
