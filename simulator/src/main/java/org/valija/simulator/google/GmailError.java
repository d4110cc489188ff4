package org.valija.simulator.google;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.valija.simulator.web.Json;
import org.valija.simulator.web.WebResponse;

/** An error answer as Google's APIs give it: one JSON object, with the reason that programs go by. */
final class GmailError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the newer form of the same reason is called, in {@code error.details}. */
    private static final Map<String, String> DETAILS = Map.of(
            "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "accessNotConfigured", "SERVICE_DISABLED",
            "rateLimitExceeded", "RATE_LIMIT_EXCEEDED");

    private static final Map<Integer, String> STATUSES = Map.of(
            400, "INVALID_ARGUMENT",
            401, "UNAUTHENTICATED",
            403, "PERMISSION_DENIED",
            404, "NOT_FOUND",
            429, "RESOURCE_EXHAUSTED");

    private final int status;
    private final String body;

    GmailError(int status, String reason, String message) {
        super(reason + ": " + message);
        this.status = status;
        this.body = json(status, reason, message);
    }

    static String json(int status, String reason, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", status);
        error.put("message", message);
        error.put("errors", List.of(Map.of("message", message, "domain", "global", "reason", reason)));
        error.put(
                "status",
                reason.equals("failedPrecondition")
                        ? "FAILED_PRECONDITION"
                        : STATUSES.getOrDefault(status, status < 500 ? "UNKNOWN" : "INTERNAL"));
        if (DETAILS.containsKey(reason)) {
            error.put(
                    "details",
                    List.of(Map.of(
                            "@type",
                            "type.googleapis.com/google.rpc.ErrorInfo",
                            "reason",
                            DETAILS.getOrDefault(reason, reason),
                            "domain",
                            "googleapis.com")));
        }
        return Json.write(Map.of("error", error));
    }

    WebResponse response() {
        WebResponse response =
                WebResponse.bytes(status, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
        return status == 401
                ? response.with("WWW-Authenticate", "Bearer realm=\"simulator\", error=\"invalid_token\"")
                : response;
    }
}
