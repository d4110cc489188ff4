package org.valija.server.mailroom;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MessageState;
import org.valija.server.web.Say;

/**
 * How a mail stands.
 *
 * @param id by which it is asked for
 * @param state where it is on its way
 * @param held why it is held, when it is
 * @param from the account that sends it
 * @param recipients who gets it; after a part was delivered, those who are still to get it
 * @param subject of its header
 * @param messageId of its header
 * @param acceptedAt when it was accepted
 * @param nextAttemptAt when it is tried next, where that is not now
 * @param endedAt when it ended
 * @param attemptCount how often it was tried
 * @param cause code of what is or was in its way
 * @param words of that, for a person
 */
public record MailReport(
        long id,
        MessageState state,
        Optional<HoldKind> held,
        String from,
        List<String> recipients,
        String subject,
        String messageId,
        Instant acceptedAt,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> endedAt,
        int attemptCount,
        Optional<String> cause,
        Optional<Say> words) {

    public MailReport {
        recipients = List.copyOf(recipients);
    }

    /** What a mail waits for, or what has become of it. */
    public enum Standing {
        /** It goes on by itself. */
        ON_ITS_WAY,
        /** A server took it. */
        SENT,
        /** It was not sent and will not be. */
        NOT_SENT,
        /** Somebody must do something. */
        WAITS_FOR_SOMEBODY
    }

    public Standing standing() {
        return switch (state) {
            case QUEUED, SENDING, DEFERRED -> Standing.ON_ITS_WAY;
            case SENT -> Standing.SENT;
            case FAILED, CANCELLED -> Standing.NOT_SENT;
            case UNKNOWN -> Standing.WAITS_FOR_SOMEBODY;
            case HELD ->
                switch (held.orElse(HoldKind.BY_HAND)) {
                    case QUOTA_REACHED, PROVIDER_DOWN -> Standing.ON_ITS_WAY;
                    case NEEDS_AUTHENTICATION, NEEDS_ADMIN, SENDER_NOT_ALLOWED, BY_HAND -> Standing.WAITS_FOR_SOMEBODY;
                };
        };
    }

    /** Whether nothing becomes of it by itself. */
    public boolean rests() {
        return standing() != Standing.ON_ITS_WAY;
    }
}
