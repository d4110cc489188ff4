package org.valija.server.users;

import java.time.Duration;
import org.springframework.stereotype.Component;

/** Has who is at the console type the own key again, before something that a passer-by must not do. Thread-safe. */
@Component
public class KeyConfirmation {

    private final Users users;
    private final EntryThrottle throttle;

    KeyConfirmation(Users users, EntryThrottle throttle) {
        this.users = users;
        this.throttle = throttle;
    }

    /** What became of it. */
    public sealed interface Answer {

        record Right() implements Answer {}

        record Wrong() implements Answer {}

        /** Too many were wrong; nothing was looked at. */
        record Wait(Duration time) implements Answer {}
    }

    /** Whether it is that user's key; slowed as entering is. */
    public Answer confirm(String userCode, String key, EntryOrigin origin) {
        Duration wait = throttle.attempt(userCode, origin);
        if (wait.isPositive()) {
            return new Answer.Wait(wait);
        }
        if (users.mayEnter(userCode, key).isEmpty()) {
            return new Answer.Wrong();
        }
        throttle.succeeded(userCode, origin);
        return new Answer.Right();
    }
}
