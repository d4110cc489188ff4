package org.valija.simulator.google;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.valija.simulator.web.WebResponse;

/**
 * A failure of the next requests to one endpoint. Plans given one after another are worked off one after another.
 * Immutable: {@code FailurePlan.status(429).retryAfter(Duration.ofSeconds(2)).times(3)}.
 */
public final class FailurePlan {

    enum Kind {
        ANSWER,
        DROP_BEFORE,
        DROP_AFTER,
        LATE,
        NONE,
        EXPIRES_IN_AS_TEXT,
        EXPIRES_IN_MISSING,
        REFRESH_TOKEN_OMITTED,
        ACCESS_DENIED,
        SERVER_ERROR,
        WRONG_STATE,
        MISSING_ISSUER,
        WRONG_ISSUER
    }

    private final Endpoint endpoint;
    private final Kind kind;
    private final int status;
    private final String body;
    private final Duration retryAfter;
    private final Duration delay;
    private final int times;

    private FailurePlan(
            Endpoint endpoint, Kind kind, int status, String body, Duration retryAfter, Duration delay, int times) {
        this.endpoint = endpoint;
        this.kind = kind;
        this.status = status;
        this.body = body;
        this.retryAfter = retryAfter;
        this.delay = delay;
        this.times = times;
    }

    private static FailurePlan of(Endpoint endpoint, Kind kind) {
        return new FailurePlan(endpoint, kind, 0, "", Duration.ZERO, Duration.ZERO, 1);
    }

    private static FailurePlan answer(int status, String body) {
        return new FailurePlan(Endpoint.TOKEN, Kind.ANSWER, status, body, Duration.ZERO, Duration.ZERO, 1);
    }

    /** The token endpoint answers this status with a JSON body, such as 429, 500 or 503. */
    public static FailurePlan status(int status) {
        return answer(status, "{\"error\":\"simulated_failure\",\"error_description\":\"Status " + status + "\"}");
    }

    /** The token endpoint answers an OAuth error: {@code invalid_client} with 401, the others with 400. */
    public static FailurePlan tokenError(String error) {
        return answer(
                error.equals("invalid_client") ? 401 : 400,
                "{\"error\":\"" + error + "\",\"error_description\":\"Simulated\"}");
    }

    /** The token endpoint answers 200 with an HTML page, as captive portals and proxies do. */
    public static FailurePlan html() {
        return answer(200, "<!doctype html><html><body>Sign in to the network</body></html>");
    }

    /** The token endpoint does its work at once, rotation included, and answers rightly, but late. */
    public static FailurePlan answerLate(Duration delay) {
        return of(Endpoint.TOKEN, Kind.LATE).delayed(delay);
    }

    /** The token endpoint begins late, and then answers rightly. */
    public static FailurePlan slow(Duration delay) {
        return of(Endpoint.TOKEN, Kind.NONE).delayed(delay);
    }

    /** The token endpoint closes the connection and does nothing. */
    public static FailurePlan closedWithoutAnswer() {
        return of(Endpoint.TOKEN, Kind.DROP_BEFORE);
    }

    /** The token endpoint does its work, rotation included, and closes the connection without answering. */
    public static FailurePlan answerLost() {
        return of(Endpoint.TOKEN, Kind.DROP_AFTER);
    }

    /** {@code expires_in} comes as a JSON text instead of a number. */
    public static FailurePlan expiresInAsText() {
        return of(Endpoint.TOKEN, Kind.EXPIRES_IN_AS_TEXT);
    }

    /** {@code expires_in} is missing. */
    public static FailurePlan expiresInMissing() {
        return of(Endpoint.TOKEN, Kind.EXPIRES_IN_MISSING);
    }

    /** No refresh token comes, although the request earned one. */
    public static FailurePlan refreshTokenOmitted() {
        return of(Endpoint.TOKEN, Kind.REFRESH_TOKEN_OMITTED);
    }

    /** The authorization answer, after the user allowed, is {@code access_denied}. */
    public static FailurePlan accessDenied() {
        return of(Endpoint.AUTHORIZATION, Kind.ACCESS_DENIED);
    }

    /** The authorization answer is {@code server_error}. */
    public static FailurePlan serverError() {
        return of(Endpoint.AUTHORIZATION, Kind.SERVER_ERROR);
    }

    /** The authorization answer carries another {@code state}. */
    public static FailurePlan wrongState() {
        return of(Endpoint.AUTHORIZATION, Kind.WRONG_STATE);
    }

    /** The authorization answer carries no {@code iss}, though discovery announces it. */
    public static FailurePlan missingIssuer() {
        return of(Endpoint.AUTHORIZATION, Kind.MISSING_ISSUER);
    }

    /** The authorization answer carries the {@code iss} of another server (a mix-up, RFC 9207). */
    public static FailurePlan wrongIssuer() {
        return of(Endpoint.AUTHORIZATION, Kind.WRONG_ISSUER);
    }

    /** Gmail's API answers an error as Google's do, such as 403 {@code dailyLimitExceeded}. */
    public static FailurePlan gmailError(int status, String reason, String message) {
        return answer(status, GmailError.json(status, reason, message)).atGmail();
    }

    /** The same failure at Gmail's API, where it was one of the token endpoint. */
    public FailurePlan atGmail() {
        return new FailurePlan(Endpoint.GMAIL, kind, status, body, retryAfter, delay, times);
    }

    /** The same failure for the next {@code count} requests. */
    public FailurePlan times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("times must be at least 1");
        }
        return new FailurePlan(endpoint, kind, status, body, retryAfter, delay, count);
    }

    /** The same answer with another body. */
    public FailurePlan body(String text) {
        return new FailurePlan(endpoint, kind, status, text, retryAfter, delay, times);
    }

    /** The same answer with a {@code Retry-After} header in seconds. */
    public FailurePlan retryAfter(Duration wait) {
        return new FailurePlan(endpoint, kind, status, body, wait, delay, times);
    }

    /** The same failure, late. */
    public FailurePlan delayed(Duration wait) {
        return new FailurePlan(endpoint, kind, status, body, retryAfter, wait, times);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Kind kind() {
        return kind;
    }

    /** Waits as long as the answer is to be late, or until the simulator closes. */
    void pause(CountDownLatch closing) {
        try {
            closing.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer of a plan that is one. */
    WebResponse response() {
        String type = body.startsWith("<") ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
        WebResponse response = WebResponse.bytes(status, type, body.getBytes(StandardCharsets.UTF_8));
        return retryAfter.isZero() ? response : response.with("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    int times() {
        return times;
    }
}
