package org.valija.server.bulk;

import java.time.Instant;
import java.util.Optional;

/**
 * A document of a bulk delivery.
 *
 * @param seq its place, from 1
 * @param seen what the document was when it was looked at
 * @param trouble why its mail could not be put together, in a word of ours
 * @param outboxId of its mail, once that was handed in
 */
record BulkItem(
        long bulkId, int seq, long documentId, ItemState state, Seen seen, String trouble, Optional<Long> outboxId) {

    /**
     * What was seen of a document; kept, because the report outlives it.
     *
     * @param kind name of its kind
     * @param number as people call it
     * @param recipient name of who gets it
     * @param addresses of who gets it, as one text
     * @param earlier when one of them got it before
     */
    record Seen(String kind, String number, String recipient, String addresses, Optional<Instant> earlier) {

        /** Nothing was looked at. */
        static final Seen NOTHING = new Seen("", "", "", "", Optional.empty());
    }

    /** The same in another state. */
    BulkItem in(ItemState newState) {
        return new BulkItem(bulkId, seq, documentId, newState, seen, trouble, outboxId);
    }
}
