package org.valija.outbox;

import java.time.Instant;
import java.util.Optional;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.Envelope;
import org.valija.mail.MailDiagnoses;

/**
 * A mail that was accepted, on its way or at its end.
 *
 * @param id by which the outbox knows it; later ones are greater
 * @param grantId account that sends it
 * @param lane how urgent it is
 * @param state where it is on its way
 * @param held why it is held, when it is
 * @param dueAt when it is to be tried, at the earliest; {@link Instant#EPOCH} for at once
 * @param acceptedAt when it was accepted
 * @param begunAt when its last attempt began
 * @param endedAt when it ended
 * @param envelope who sends to whom; after a part was delivered, those who are still to get it
 * @param messageId of its header
 * @param subject of its header
 * @param batch the name of what it was handed in with
 * @param content its octets in the database; empty once they were purged
 * @param attempts how often it was tried
 * @param unknowns how many of those may have delivered it although no answer came
 * @param deliveredSome whether some recipients got it
 * @param refused recipients that were refused for good, with the replies, one a line
 * @param cause code of what is or was in its way
 * @param detail the words that the cause was concluded from, or the server's last reply
 */
public record OutboxMail(
        long id,
        long grantId,
        Lane lane,
        MessageState state,
        Optional<HoldKind> held,
        Instant dueAt,
        Instant acceptedAt,
        Optional<Instant> begunAt,
        Optional<Instant> endedAt,
        Envelope envelope,
        String messageId,
        String subject,
        Optional<String> batch,
        Optional<ContentId> content,
        int attempts,
        int unknowns,
        boolean deliveredSome,
        String refused,
        Optional<String> cause,
        String detail) {

    /** What is or was in its way, for a person. */
    public Optional<Diagnosis> diagnosis() {
        return cause.flatMap(Cause::ofCode).map(known -> MailDiagnoses.restored(known, detail));
    }

    /** The same mail at the beginning of another attempt. */
    OutboxMail begun(Instant now) {
        return new OutboxMail(
                id,
                grantId,
                lane,
                MessageState.SENDING,
                held,
                dueAt,
                acceptedAt,
                Optional.of(now),
                endedAt,
                envelope,
                messageId,
                subject,
                batch,
                content,
                attempts + 1,
                unknowns,
                deliveredSome,
                refused,
                cause,
                detail);
    }

    /** The same mail, ended by a person. */
    OutboxMail ended(MessageState how, Instant now) {
        return new OutboxMail(
                id,
                grantId,
                lane,
                how,
                Optional.empty(),
                dueAt,
                acceptedAt,
                begunAt,
                Optional.of(now),
                envelope,
                messageId,
                subject,
                batch,
                content,
                attempts,
                unknowns,
                deliveredSome,
                refused,
                cause,
                detail);
    }
}
