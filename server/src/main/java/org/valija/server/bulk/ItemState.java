package org.valija.server.bulk;

/** What is known of a document of a bulk delivery. The names stand in the database. */
enum ItemState {
    /** Not looked at yet. */
    TO_CHECK,
    /** To be handed to the outbox. */
    READY,
    /** Its beneficiary has no address. */
    NO_ADDRESS,
    /** Each of its addresses got it before. */
    ALREADY_SENT,
    /** A retención without its stamp. */
    NOT_STAMPED,
    /** A retención whose seal speaks against it: a person may send it alone. */
    BAD_SEAL,
    /** There is no such document any more. */
    MISSING,
    /** Its mail could not be put together. */
    FAILED,
    /** It was ended before this one was handed in. */
    STOPPED,
    /** The outbox has its mail. */
    HANDED_IN;

    /** Whether somebody can mend it, so that it may be sent later. */
    boolean isMendable() {
        return switch (this) {
            case NO_ADDRESS, NOT_STAMPED, BAD_SEAL, FAILED, STOPPED -> true;
            case TO_CHECK, READY, ALREADY_SENT, MISSING, HANDED_IN -> false;
        };
    }

    /** Name of the pill's colour. */
    public String tone() {
        return switch (this) {
            case READY -> "ok";
            case NO_ADDRESS, NOT_STAMPED, BAD_SEAL -> "warn";
            case MISSING, FAILED -> "bad";
            case TO_CHECK, ALREADY_SENT, STOPPED, HANDED_IN -> "idle";
        };
    }
}
