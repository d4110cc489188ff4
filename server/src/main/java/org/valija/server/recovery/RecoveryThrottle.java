package org.valija.server.recovery;

import java.time.Duration;
import org.springframework.stereotype.Component;
import org.valija.server.users.AttemptThrottle;
import org.valija.server.users.AttemptThrottle.Pace;
import org.valija.server.users.Subscriber;

/**
 * Slows down who asks for links: for one user, from wherever, after three; from one address, for whomever, after ten. Users that
 * do not exist are counted like all others. Whoever has others asked for cannot keep a user out: the first links are in the
 * user's mailbox, and good. Thread-safe.
 */
@Component
class RecoveryThrottle {

    private static final Pace OF_USER = new Pace(3, Duration.ofMinutes(1), Duration.ofMinutes(30));
    private static final Pace OF_ADDRESS = new Pace(10, Duration.ofSeconds(30), Duration.ofMinutes(5));

    private final AttemptThrottle attempts;

    RecoveryThrottle(AttemptThrottle attempts) {
        this.attempts = attempts;
    }

    /** Zero when a link may be asked for now, which then counts; else how long to wait. */
    Duration attempt(String codeHash, String address) {
        Duration wait = attempts.attempt("recovery from\n" + Subscriber.of(address), OF_ADDRESS);
        return wait.isPositive() ? wait : attempts.attempt("recovery of\n" + codeHash, OF_USER);
    }
}
