package org.valija.server.users;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Slows down who guesses keys: after five failures of one user from one address, each further one makes that pair wait
 * longer, up to five minutes. Another address is not slowed, so that a stranger cannot lock a user out. Thread-safe.
 */
@Component
class EntryThrottle {

    private static final int FREE = 5;
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final Map<Pair, Failures> failures = new ConcurrentHashMap<>();
    private final Clock clock;

    EntryThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Pair(String userCode, String address) {}

    private record Failures(int count, Instant last) {

        Instant free() {
            if (count < FREE) {
                return last;
            }
            Duration wait = FIRST.multipliedBy(1L << Math.min(count - FREE, 10));
            return last.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
        }
    }

    /** How long this pair still has to wait; zero when it may try. */
    Duration wait(String userCode, String address) {
        Failures known = failures.get(new Pair(userCode, address));
        Instant now = clock.instant();
        return known == null || !known.free().isAfter(now) ? Duration.ZERO : Duration.between(now, known.free());
    }

    void failed(String userCode, String address) {
        Instant now = clock.instant();
        if (failures.size() > MOST_REMEMBERED) {
            failures.values().removeIf(known -> known.last().plus(FORGOTTEN).isBefore(now));
        }
        failures.merge(
                new Pair(userCode, address),
                new Failures(1, now),
                (known, fresh) ->
                        known.last().plus(FORGOTTEN).isBefore(now) ? fresh : new Failures(known.count() + 1, now));
    }

    void succeeded(String userCode, String address) {
        failures.remove(new Pair(userCode, address));
    }
}
