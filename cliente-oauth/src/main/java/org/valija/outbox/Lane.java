package org.valija.outbox;

/** Which mail of an account goes first. */
public enum Lane {
    /** Somebody cannot enter until it arrives. */
    RECOVERY,
    /** Somebody waits at the screen. */
    INTERACTIVE,
    /** Hundreds at once. */
    BULK;

    /** As it stands in the database, in the order of going. */
    int number() {
        return ordinal() + 1;
    }

    static Lane of(int number) {
        return values()[number - 1];
    }
}
