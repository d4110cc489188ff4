package org.valija.server.printing;

/** An image that cannot be a logo. Its reason's words are in the bundle {@code printing} under {@code printing.logo.REASON}. */
public final class UnusableLogoException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why not. */
    public enum Reason {
        /** Neither PNG nor JPEG. */
        NOT_AN_IMAGE,
        /** It begins as an image does and cannot be read to its end. */
        DAMAGED,
        /** More bytes than {@link Logo#MOST_BYTES}. */
        TOO_HEAVY,
        /** More pixels than {@link Logo#MOST_PIXELS}, however few bytes it has. */
        TOO_LARGE
    }

    UnusableLogoException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Its words in the bundle {@code printing}. */
    public String key() {
        return "printing.logo." + reason;
    }
}
