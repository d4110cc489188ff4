package org.valija.server.operations;

import java.util.Locale;

/** What is looked at, in the order in which it is shown. */
enum Check {
    DATABASE,
    DISK,
    KEYS,
    WORKER,
    OUTBOX,
    ACCOUNTS,
    RECOVERY,
    CLIENTS,
    CLOCK,
    CERTIFICATE;

    /** As programs read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
