package org.valija.mail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sender and recipients of a delivery (RFC 5321 §2.3.1), each recipient once.
 *
 * @param sender reverse path
 * @param recipients forward paths, in order
 */
public record Envelope(MailAddress sender, List<MailAddress> recipients) {

    public Envelope {
        Map<String, MailAddress> once = new LinkedHashMap<>();
        recipients.forEach(recipient -> once.putIfAbsent(recipient.address().toLowerCase(Locale.ROOT), recipient));
        recipients = List.copyOf(once.values());
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope has at least one recipient");
        }
    }

    boolean needsSmtpUtf8() {
        return sender.needsSmtpUtf8() || recipients.stream().anyMatch(MailAddress::needsSmtpUtf8);
    }
}
