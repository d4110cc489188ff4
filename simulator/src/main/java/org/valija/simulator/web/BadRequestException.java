package org.valija.simulator.web;

/** The request cannot be understood: answered with status 400 and this message, which must hold no secret. */
public final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadRequestException(String message) {
        super(message);
    }

    public BadRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
