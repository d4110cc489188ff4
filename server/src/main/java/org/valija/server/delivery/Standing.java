package org.valija.server.delivery;

import java.time.Instant;
import org.valija.outbox.MessageState;
import org.valija.server.outbox.MailView;

/**
 * How a sending of a document stands.
 *
 * @param acceptedAt when it was handed in
 */
public record Standing(long documentId, MessageState state, Instant acceptedAt) {

    /** Whether somebody has got the document by it, or may yet; what failed or was taken back does not count. */
    boolean counts() {
        return state != MessageState.FAILED && state != MessageState.CANCELLED;
    }

    /** Whether it has left. */
    public boolean isSent() {
        return state == MessageState.SENT;
    }

    /** Whether the document stands as though this had never been. */
    public boolean isTakenBack() {
        return state == MessageState.CANCELLED;
    }

    /** Of its pill. */
    public String tone() {
        return MailView.tone(state);
    }
}
