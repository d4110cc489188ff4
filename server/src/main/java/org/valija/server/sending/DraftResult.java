package org.valija.server.sending;

import java.time.Instant;
import java.util.Optional;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.MailDiagnoses;

/**
 * How an attempt to send ended.
 *
 * @param code {@link #SENT}, or the code of the cause why not
 * @param detail the server's own words, for whoever helps by telephone
 * @param messageId of the mail
 * @param refused recipients that were refused while others were accepted
 * @param at when
 */
public record DraftResult(String code, String detail, Optional<String> messageId, String refused, Instant at) {

    /** The server took it. */
    static final String SENT = "sent";

    /** Why it did not succeed, as far as it was kept. */
    Optional<Diagnosis> diagnosis() {
        return Cause.ofCode(code).map(cause -> MailDiagnoses.restored(cause, detail));
    }
}
