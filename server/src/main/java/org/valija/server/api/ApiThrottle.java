package org.valija.server.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.valija.server.users.Subscriber;

/**
 * Bounds how many requests a token makes at this node in a minute, and how many an address makes without a valid token. A
 * token's requests are never bounded by what others at its address do. Thread-safe.
 */
@Component
class ApiThrottle {

    /** Requests without a valid token, of one address, in a minute. */
    static final int REFUSALS = 60;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_KNOWN = 10_000;

    private final int requests;
    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    ApiThrottle(ApiProperties properties, Clock clock) {
        this.requests = properties.requestsPerMinute();
        this.clock = clock;
    }

    private record Window(Instant begun, int count) {}

    /** @throws ApiException when a token asks too often */
    void request(ApiToken token) {
        count("token " + token.id(), requests);
    }

    /** @throws ApiException when an address was refused too often */
    void refusal(String address) {
        count("address " + Subscriber.of(address), REFUSALS);
    }

    private void count(String who, int most) {
        Instant now = clock.instant();
        if (windows.size() > MOST_KNOWN) {
            windows.values().removeIf(window -> isOver(window, now));
        }
        Window window = windows.compute(
                who,
                (_, known) -> known == null || isOver(known, now)
                        ? new Window(now, 1)
                        : new Window(known.begun(), known.count() + 1));
        if (window.count() > most) {
            Duration wait = Duration.between(now, window.begun().plus(WINDOW));
            throw ApiException.retryAfter(Problem.TOO_MANY_REQUESTS, Math.max(1, wait.toSeconds() + 1));
        }
    }

    private static boolean isOver(Window window, Instant now) {
        return !now.isBefore(window.begun().plus(WINDOW)) || now.isBefore(window.begun());
    }
}
