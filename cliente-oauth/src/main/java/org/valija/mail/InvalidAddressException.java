package org.valija.mail;

/** A text is no mail address; {@link #reason()} says why, {@link #text()} gives it back as typed. */
public final class InvalidAddressException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Not of the form {@code name@domain.tld}. */
        MALFORMED,
        /** A line break or another control character: it could smuggle in headers or commands. */
        CONTROL_CHARACTER,
        /** Longer than RFC 5321 §4.5.3.1 allows. */
        TOO_LONG
    }

    private final String text;
    private final Reason reason;

    InvalidAddressException(String text, Reason reason) {
        super("not a mail address (" + reason + "): " + text.replaceAll("\\p{Cc}", "?"));
        this.text = text;
        this.reason = reason;
    }

    public String text() {
        return text;
    }

    public Reason reason() {
        return reason;
    }
}
