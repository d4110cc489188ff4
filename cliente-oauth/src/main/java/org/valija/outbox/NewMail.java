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
 * @param batch the name of what it is handed in with, by which the whole is followed and held; up to 200 characters
 */
public record NewMail(
        long grantId,
        Lane lane,
        Envelope envelope,
        String messageId,
        String subject,
        Optional<Instant> notBefore,
        Optional<String> idempotencyKey,
        Optional<String> batch) {

    private static final int LONGEST_NAME = 200;

    public NewMail {
        check("an idempotency key", idempotencyKey);
        check("the name of a batch", batch);
    }

    private static void check(String what, Optional<String> name) {
        if (name.filter(text -> text.isBlank() || text.length() > LONGEST_NAME).isPresent()) {
            throw new IllegalArgumentException(what + " has 1 to " + LONGEST_NAME + " characters");
        }
    }

    /** A mail that leaves at once. */
    public static NewMail of(long grantId, Lane lane, OutgoingMail mail) {
        return new NewMail(
                grantId,
                lane,
                mail.envelope(),
                mail.messageId(),
                mail.subject(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same mail, leaving no earlier than that. */
    public NewMail notBefore(Instant time) {
        return new NewMail(grantId, lane, envelope, messageId, subject, Optional.of(time), idempotencyKey, batch);
    }

    /** The same mail under a name of its caller's. */
    public NewMail named(String key) {
        return new NewMail(grantId, lane, envelope, messageId, subject, notBefore, Optional.of(key), batch);
    }

    /** The same mail as a part of a batch. */
    public NewMail in(String name) {
        return new NewMail(grantId, lane, envelope, messageId, subject, notBefore, idempotencyKey, Optional.of(name));
    }
}
