package org.valija.server.secondfactor;

import java.time.Duration;
import org.springframework.stereotype.Component;
import org.valija.server.users.AttemptThrottle;
import org.valija.server.users.AttemptThrottle.Pace;
import org.valija.server.users.EntryOrigin;
import org.valija.server.users.KnownDevices;

/**
 * Slows down who guesses codes, after five: only who has the user's key comes so far. A browser that the user has entered with
 * before is counted by itself, so that who has stolen the key does not keep the user out. Thread-safe.
 */
@Component
class CodeThrottle {

    private static final Pace PACE = new Pace(5, Duration.ofSeconds(15), Duration.ofMinutes(10));

    private final AttemptThrottle attempts;
    private final KnownDevices devices;

    CodeThrottle(AttemptThrottle attempts, KnownDevices devices) {
        this.attempts = attempts;
        this.devices = devices;
    }

    /** Zero when a code may be tried now, which then counts as a failure unless it succeeds; else how long to wait. */
    Duration attempt(String userCode, EntryOrigin origin) {
        return attempts.attempt(name(userCode, origin), PACE);
    }

    void succeeded(String userCode, EntryOrigin origin) {
        attempts.forget(name(userCode, origin));
    }

    private String name(String userCode, EntryOrigin origin) {
        String device = devices.knows(origin, userCode) ? String.valueOf(origin.deviceHash()) : "";
        return "second factor at\n" + device + "\n" + userCode;
    }
}
