package org.valija.server.alerts;

import java.time.Instant;
import java.util.Optional;

/**
 * An alert that was given.
 *
 * @param eventId by which other programs know it
 * @param about what it says, as it was then
 * @param endedAt when what it says was over; empty while it lasts
 * @param mailedAt when its mails were handed over
 */
record Alert(
        long id,
        String eventId,
        Condition about,
        Instant createdAt,
        Optional<Instant> endedAt,
        Optional<Instant> mailedAt) {

    /** Whether its mails are still to be handed over. */
    boolean awaitsMail() {
        return mailedAt.isEmpty() && about.kind() != EventKind.SYSTEM_MAILBOX_UNAVAILABLE;
    }
}
