package org.valija.outbox;

import java.util.Map;

/**
 * How far the mails are that were handed in together.
 *
 * @param batch its name
 * @param mails how many are in each state, the ended ones too
 */
public record BatchProgress(String batch, Map<MessageState, Long> mails) {
    public BatchProgress {
        mails = Map.copyOf(mails);
    }

    /** How many there are. */
    public long all() {
        return mails.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many a server took. */
    public long sent() {
        return mails.getOrDefault(MessageState.SENT, 0L);
    }

    /** How many have ended otherwise. */
    public long notSent() {
        return mails.getOrDefault(MessageState.FAILED, 0L) + mails.getOrDefault(MessageState.CANCELLED, 0L);
    }
}
