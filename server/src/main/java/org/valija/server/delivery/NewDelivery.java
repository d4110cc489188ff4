package org.valija.server.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.valija.server.text.Folded;

/**
 * A line of the record that is to be written.
 *
 * @param grantId account that sends it; empty when it is sent with a password
 * @param draftId of the dialog, where it came from there
 */
record NewDelivery(
        Delivery.Sent document,
        String userCode,
        OptionalLong grantId,
        String mailbox,
        Delivery.Mail mail,
        Optional<String> batch,
        Optional<String> draftId,
        Instant acceptedAt,
        List<Turn> addresses) {

    NewDelivery {
        addresses = List.copyOf(addresses);
    }

    /** What is searched. */
    String words() {
        return Folded.of(String.join(
                " ",
                document.number(),
                document.beneficiaryName(),
                document.beneficiaryRfc(),
                document.uuid(),
                userCode,
                mailbox,
                mail.recipients(),
                mail.subject(),
                mail.messageId()));
    }

    /**
     * An address and for the how-manyeth time it gets the document.
     *
     * @param address in lower case
     */
    record Turn(String address, int n) {}
}
