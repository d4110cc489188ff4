package org.valija.outbox;

import java.time.Instant;
import java.util.Optional;
import org.valija.mail.Envelope;
import org.valija.mail.OutgoingMail;

/**
 * A mail to be accepted.
 *
 * @param grantId account that sends it
 * @param lane how urgent it is among that account's mails
 * @param envelope who sends to whom
 * @param messageId of its header, by which it is known when it arrives twice
 * @param subject of its header, for those who look at the queue
 * @param notBefore when it may leave at the earliest; empty for at once
 * @param idempotencyKey a name that its caller gives it: accepted once, however often it is handed in; up to 200 characters
 */
public record NewMail(
        long grantId,
        Lane lane,
        Envelope envelope,
        String messageId,
        String subject,
        Optional<Instant> notBefore,
        Optional<String> idempotencyKey) {

    private static final int LONGEST_KEY = 200;

    public NewMail {
        if (idempotencyKey
                .filter(key -> key.isBlank() || key.length() > LONGEST_KEY)
                .isPresent()) {
            throw new IllegalArgumentException("an idempotency key has 1 to " + LONGEST_KEY + " characters");
        }
    }

    /** A mail that leaves at once. */
    public static NewMail of(long grantId, Lane lane, OutgoingMail mail) {
        return new NewMail(
                grantId, lane, mail.envelope(), mail.messageId(), mail.subject(), Optional.empty(), Optional.empty());
    }

    /** The same mail, leaving no earlier than that. */
    public NewMail notBefore(Instant time) {
        return new NewMail(grantId, lane, envelope, messageId, subject, Optional.of(time), idempotencyKey);
    }

    /** The same mail under a name of its caller's. */
    public NewMail named(String key) {
        return new NewMail(grantId, lane, envelope, messageId, subject, notBefore, Optional.of(key));
    }
}
