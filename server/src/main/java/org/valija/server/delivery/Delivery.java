package org.valija.server.delivery;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.MailDiagnoses;
import org.valija.outbox.MessageState;
import org.valija.server.documents.Kind;

/**
 * A line of the record: a document that was handed in to be sent, and what became of it.
 *
 * @param id of the line; later ones are greater
 * @param document what was sent, as it was then
 * @param userCode who sent it
 * @param mailbox from which address
 * @param mail what it was sent in
 * @param batch with which it was sent, where many were
 * @param outboxId of the mail; empty when it was sent with a password
 * @param acceptedAt when it was handed in
 * @param end where it stands
 */
public record Delivery(
        long id,
        Sent document,
        String userCode,
        String mailbox,
        Mail mail,
        Optional<String> batch,
        Optional<Long> outboxId,
        Instant acceptedAt,
        End end) {

    /**
     * The document as it was when it was sent.
     *
     * @param uuid its fiscal folio; may be empty
     */
    public record Sent(
            long documentId,
            long companyId,
            Kind kind,
            String number,
            String beneficiaryRfc,
            String beneficiaryName,
            String uuid) {}

    /**
     * The mail.
     *
     * @param to as its header says; so {@code cc}
     * @param bcc whom no header names
     * @param files names of what was attached, separated by commas
     * @param sha256 of its octets, in hex
     */
    public record Mail(
            String to, String cc, String bcc, String subject, String files, String messageId, String sha256) {

        /** Whom it went to, for a reader. */
        public String recipients() {
            return (to + (cc.isEmpty() ? "" : ", " + cc) + (bcc.isEmpty() ? "" : ", " + bcc)).replaceAll("^, ", "");
        }
    }

    /**
     * Where a mail stands.
     *
     * @param at when it ended; empty while it has not
     * @param refused recipients that the server refused for good, with its replies
     * @param cause code of what is or was in its way
     * @param reply the server's last words
     */
    public record End(MessageState state, Optional<Instant> at, String refused, Optional<String> cause, String reply) {

        private static final Pattern WORDS = Pattern.compile(" +");

        static End open(MessageState state) {
            return new End(state, Optional.empty(), "", Optional.empty(), "");
        }

        /** What is or was in its way, for a person. */
        public Optional<Diagnosis> diagnosis() {
            return state == MessageState.SENT
                    ? Optional.empty()
                    : cause.flatMap(Cause::ofCode).map(known -> MailDiagnoses.restored(known, reply));
        }

        /** Whether an address may have got the mail, or will; what failed or was taken back did not. */
        boolean reaches(String address) {
            return state != MessageState.FAILED
                    && state != MessageState.CANCELLED
                    && refused.toLowerCase(Locale.ROOT).lines().noneMatch(line -> names(line, address));
        }

        /**
         * Whether one of the addresses that a line begins with is this one: of an outbox's mail it is one with the reply after
         * it, of a mail sent with a password all of them, with commas between.
         */
        private static boolean names(String line, String address) {
            for (String word : WORDS.split(line.strip())) {
                boolean more = word.endsWith(",");
                if (address.equals(more ? word.substring(0, word.length() - 1) : word)) {
                    return true;
                }
                if (!more) {
                    return false;
                }
            }
            return false;
        }
    }
}
