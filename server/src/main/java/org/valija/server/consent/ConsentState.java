package org.valija.server.consent;

/** How far a link is. */
public enum ConsentState {
    /** Nobody has opened it. */
    WAITING("idle"),
    /** Somebody, or a mail scanner, has opened it. */
    OPENED("idle"),
    /** The person said no; while it lives they may still say yes. */
    REFUSED("warn"),
    /** The mailbox is authorised, by it or in another way since. */
    DONE("ok"),
    /** Nobody authorised in time; or its user may no longer enter, or its program's token is no longer honoured. */
    EXPIRED("warn"),
    /** Somebody took it back. */
    CANCELLED("idle");

    private final String tone;

    ConsentState(String tone) {
        this.tone = tone;
    }

    /** Name of the pill's colour. */
    public String tone() {
        return tone;
    }

    /** Whether it still leads to the provider. */
    public boolean isOpen() {
        return switch (this) {
            case WAITING, OPENED, REFUSED -> true;
            case DONE, EXPIRED, CANCELLED -> false;
        };
    }
}
