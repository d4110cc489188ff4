package org.valija.server.bulk;

import java.util.List;
import java.util.Optional;

/**
 * A part of a bulk delivery's documents.
 *
 * @param rows with their mails
 * @param after where the next part begins; empty at the end
 */
record BulkPage(List<BulkRows.Row> rows, Optional<Long> after) {
    BulkPage {
        rows = List.copyOf(rows);
    }
}
