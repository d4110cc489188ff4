package org.valija.server.alerts;

import java.time.Instant;
import java.util.Optional;

/**
 * An event on its way to the webhook, or at its end.
 *
 * @param eventId the same at every try, so that whoever gets it twice knows
 * @param nextAt when it is tried next; empty when it has arrived or is given up
 * @param status of the last answer
 * @param error why there was none, or no good one
 */
record WebhookDelivery(
        long id,
        String eventId,
        EventKind kind,
        String body,
        Instant createdAt,
        int attempts,
        Optional<Instant> nextAt,
        Optional<Instant> lastAt,
        Optional<Integer> status,
        String error,
        Optional<Instant> deliveredAt) {

    /** Name of the pill's colour. */
    public String tone() {
        return deliveredAt.isPresent() ? "ok" : nextAt.isPresent() ? (attempts == 0 ? "idle" : "warn") : "bad";
    }

    /** Key of the word for how it stands. */
    public String standing() {
        return deliveredAt.isPresent()
                ? "DELIVERED"
                : nextAt.isPresent() ? (attempts == 0 ? "WAITING" : "AGAIN") : "GIVEN_UP";
    }

    /** Key of the words for what was in the way, where something was. */
    public String cause() {
        if (status.isPresent()) {
            return "ANSWER";
        }
        if (error.startsWith("SSL")) {
            return "TLS";
        }
        return error.startsWith("no whole answer") || error.contains("Timeout") ? "SLOW" : "UNREACHABLE";
    }
}
