package org.valija.server.users;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Too many failures: this user and address must wait. */
public final class EntryThrottledException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    EntryThrottledException(Duration wait) {
        super("throttled");
        this.wait = wait;
    }

    public Duration waitingTime() {
        return wait;
    }
}
