package org.valija.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * One try at delivering a mail.
 *
 * @param number from 1 on
 * @param begunAt when it was begun
 * @param endedAt when its outcome was known
 * @param node that tried
 * @param result how it ended
 * @param cause code of the cause, where it did not succeed
 * @param detail the server's reply, or the words that the cause was concluded from
 */
public record Attempt(
        int number,
        Instant begunAt,
        Instant endedAt,
        String node,
        Result result,
        Optional<String> cause,
        String detail) {

    /** How an attempt ended; the names stand in the database. */
    public enum Result {
        /** The server took it, for some recipients at least. */
        DELIVERED,
        /** Not accepted now. */
        DEFERRED,
        /** Refused for good. */
        REJECTED,
        /** Somebody must do something first. */
        HELD,
        /** It may have been accepted: no answer came. */
        UNKNOWN
    }
}
