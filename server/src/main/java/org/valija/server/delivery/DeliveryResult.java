package org.valija.server.delivery;

import java.util.List;

/** What became of a document that was to be sent. */
public sealed interface DeliveryResult {

    /**
     * It is in the outbox, and in the record.
     *
     * @param deliveryId of the record's line
     * @param outboxId of the mail
     */
    record Accepted(long deliveryId, long outboxId, String messageId) implements DeliveryResult {}

    /** Everybody who would get it got it before; nothing was sent. */
    record AlreadySent(List<Received> earlier) implements DeliveryResult {
        public AlreadySent {
            earlier = List.copyOf(earlier);
        }
    }

    /** The catalogue has no address for its beneficiary. */
    record NoAddress() implements DeliveryResult {}

    /** A retención that is not <em>timbrada</em>. */
    record NotStamped() implements DeliveryResult {}

    /**
     * The mail could not be put together; nothing was sent.
     *
     * @param key of the words in the bundles
     * @param arguments of the words
     */
    record NotPrepared(String key, List<String> arguments) implements DeliveryResult {
        public NotPrepared {
            arguments = List.copyOf(arguments);
        }
    }
}
