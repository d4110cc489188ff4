package org.valija.server.bulk;

import java.time.Instant;
import java.util.Optional;
import org.valija.outbox.OutboxMail;

/**
 * A document of a bulk delivery as pages and reports show it.
 *
 * @param tone name of the pill's colour
 * @param state key of its word
 * @param when that state came about
 * @param why what is or was in its way
 * @param todo what to do about it
 * @param mail once it was handed in
 */
record RowView(
        BulkItem item,
        String tone,
        String state,
        Optional<Instant> when,
        String why,
        String todo,
        Optional<OutboxMail> mail) {}
