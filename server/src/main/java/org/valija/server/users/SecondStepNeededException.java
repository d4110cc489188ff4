package org.valija.server.users;

import org.springframework.security.core.AuthenticationException;

/** The key was right, and is not enough for this user. */
public final class SecondStepNeededException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final HalfEntry half;

    SecondStepNeededException(HalfEntry half) {
        super("second factor needed");
        this.half = half;
    }

    public HalfEntry half() {
        return half;
    }
}
