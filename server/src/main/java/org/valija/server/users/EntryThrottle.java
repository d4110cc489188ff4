package org.valija.server.users;

import java.time.Duration;
import org.springframework.stereotype.Component;
import org.valija.server.users.AttemptThrottle.Pace;

/**
 * Slows down who guesses keys: after five failures of one user from one address, each further one makes that pair wait
 * longer, up to five minutes. Another address is not slowed, so that a stranger cannot lock a user out. Thread-safe.
 */
@Component
public class EntryThrottle {

    private static final Pace PACE = new Pace(5, Duration.ofSeconds(5), Duration.ofMinutes(5));

    private final AttemptThrottle attempts;

    EntryThrottle(AttemptThrottle attempts) {
        this.attempts = attempts;
    }

    /** Zero when this pair may try a key now, which then counts as a failure unless it succeeds; else how long to wait. */
    Duration attempt(String userCode, String address) {
        return attempts.attempt(pair(userCode, address), PACE);
    }

    /** This pair has shown who it is. */
    public void succeeded(String userCode, String address) {
        attempts.forget(pair(userCode, address));
    }

    /** Keys are sometimes typed where the code belongs: what was typed is hashed before it is kept. */
    private static String pair(String userCode, String address) {
        return address + "\n" + userCode;
    }
}
