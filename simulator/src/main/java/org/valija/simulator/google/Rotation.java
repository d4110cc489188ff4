package org.valija.simulator.google;

import java.time.Duration;

/**
 * What becomes of a refresh token when it is used.
 *
 * @param grace how long a replaced token still works, for {@link Mode#GRACE}
 */
public record Rotation(Mode mode, Duration grace) {

    /** How replaced refresh tokens are treated. */
    public enum Mode {
        /** The refresh token stays the same, as Google's. */
        OFF,
        /** Each use answers a new one; the old one works for a while. */
        GRACE,
        /** Each use answers a new one; an old one works once more, then its use revokes the whole grant. */
        REUSE,
        /** Each use answers a new one; use of an old one revokes the whole grant, as Keycloak does. */
        STRICT
    }

    public static final Rotation OFF = new Rotation(Mode.OFF, Duration.ZERO);
    public static final Rotation REUSE = new Rotation(Mode.REUSE, Duration.ZERO);
    public static final Rotation STRICT = new Rotation(Mode.STRICT, Duration.ZERO);

    public static Rotation grace(Duration grace) {
        return new Rotation(Mode.GRACE, grace);
    }
}
