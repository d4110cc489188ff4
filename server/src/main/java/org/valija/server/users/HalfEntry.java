package org.valija.server.users;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * A user whose key was right and whose second factor is still to be shown. Until then the session is nobody's.
 *
 * @param keyMark of the key that was used
 * @param at when it was
 */
public record HalfEntry(String userCode, String keyMark, Instant at) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The attribute of the session that holds it. */
    public static final String ATTRIBUTE = "valija.half-entry";

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Whether the key has to be typed again. */
    public boolean isOver(Instant now) {
        return !now.isBefore(at.plus(PATIENCE));
    }
}
