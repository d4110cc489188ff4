package org.valija.server.bulk;

import java.time.Instant;
import java.util.Optional;

/**
 * Documents that are sent together.
 *
 * @param companyId whose documents they are
 * @param userCode who sends them
 * @param name by which people know it
 * @param grantId account that it is sent from, once that was chosen
 * @param documents how many there are
 * @param handedIn how many of them the outbox has accepted
 * @param sent how many of those were sent, once it has ended
 * @param notSent how many of those were not, once it has ended
 * @param trouble of ours that keeps a document waiting, which is tried again
 */
record BulkDelivery(
        long id,
        long companyId,
        String userCode,
        String name,
        BulkState state,
        Optional<Long> grantId,
        BulkOptions options,
        int documents,
        int handedIn,
        int sent,
        int notSent,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Trouble> trouble) {

    private static final String BATCH = "envio-masivo-";

    public boolean isStarted() {
        return state.isStarted();
    }

    public boolean isEnded() {
        return state.isEnded();
    }

    /** Whether it was started and has not ended. */
    public boolean isUnderWay() {
        return isStarted() && !isEnded();
    }

    /** By which name the outbox knows its mails. */
    String batch() {
        return batch(id);
    }

    static String batch(long id) {
        return BATCH + id;
    }
}
