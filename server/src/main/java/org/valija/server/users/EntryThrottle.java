package org.valija.server.users;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.valija.server.users.AttemptThrottle.Pace;

/**
 * Slows down who guesses keys: one user from one address after five failures, whomever from one address after fifty, and one
 * user from wherever after thirty. An IPv6 network of 64 bits counts as one address. A browser that the user has entered with before is counted by itself: no stranger's attempts
 * make it wait, wherever they come from. Thread-safe.
 */
@Component
public class EntryThrottle {

    private static final Pace OF_PAIR = new Pace(5, Duration.ofSeconds(5), Duration.ofMinutes(5));
    private static final Pace OF_ADDRESS = new Pace(50, Duration.ofSeconds(5), Duration.ofMinutes(1));
    private static final Pace OF_USER = new Pace(30, Duration.ofSeconds(5), Duration.ofMinutes(1));

    private final AttemptThrottle attempts;
    private final KnownDevices devices;

    EntryThrottle(AttemptThrottle attempts, KnownDevices devices) {
        this.attempts = attempts;
        this.devices = devices;
    }

    /** A name under which attempts are counted. */
    private record Count(String name, Pace pace, boolean shared) {}

    /** Zero when a key may be tried now, which then counts as a failure unless it succeeds; else how long to wait. */
    Duration attempt(String userCode, EntryOrigin origin) {
        List<Count> counted = new ArrayList<>();
        for (Count count : counts(userCode, origin)) {
            Duration wait = attempts.attempt(count.name(), count.pace());
            if (wait.isPositive()) {
                // Nothing is tried, so nothing of it has failed.
                counted.forEach(other -> attempts.takeBack(other.name()));
                return wait;
            }
            counted.add(count);
        }
        return Duration.ZERO;
    }

    /** The user has shown from there who it is; what others did there stays counted. */
    public void succeeded(String userCode, EntryOrigin origin) {
        for (Count count : counts(userCode, origin)) {
            if (count.shared()) {
                attempts.takeBack(count.name());
            } else {
                attempts.forget(count.name());
            }
        }
    }

    /** Keys are sometimes typed where the code belongs: what was typed is hashed before it is kept. */
    private List<Count> counts(String userCode, EntryOrigin origin) {
        if (devices.knows(origin, userCode)) {
            return List.of(new Count("entry at\n" + origin.deviceHash() + "\n" + userCode, OF_PAIR, false));
        }
        String subscriber = Subscriber.of(origin.address());
        return List.of(
                new Count("entry from\n" + subscriber, OF_ADDRESS, true),
                new Count("entry of\n" + userCode, OF_USER, true),
                new Count(subscriber + "\n" + userCode, OF_PAIR, false));
    }
}
