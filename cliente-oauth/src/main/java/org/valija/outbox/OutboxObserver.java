package org.valija.outbox;

import java.util.Optional;

/**
 * Hears what this process does with mail, for whoever counts it. Called within the transaction that writes it down: one that is
 * rolled back has been heard of all the same. Called from any thread; returns at once and throws nothing.
 */
public interface OutboxObserver {

    /** Hears nothing. */
    OutboxObserver SILENT = new OutboxObserver() {
        @Override
        public void accepted(Lane lane) {}

        @Override
        public void attempted(Lane lane, Attempt.Result result, Optional<String> cause) {}

        @Override
        public void ended(Lane lane, MessageState state) {}
    };

    /** A mail was handed in. */
    void accepted(Lane lane);

    /**
     * An attempt to deliver one has ended.
     *
     * @param cause code of the cause, where it did not succeed
     */
    void attempted(Lane lane, Attempt.Result result, Optional<String> cause);

    /** A mail has ended by an attempt of this process, as {@code SENT} or otherwise. */
    void ended(Lane lane, MessageState state);
}
