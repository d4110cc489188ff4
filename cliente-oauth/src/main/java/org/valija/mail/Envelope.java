package org.valija.mail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sender and recipients of a delivery (RFC 5321 §2.3.1), each recipient once.
 *
 * @param sender reverse path
 * @param recipients forward paths, in order
 * @param notification reports that the sender wants; empty for what the server does by itself
 */
public record Envelope(MailAddress sender, List<MailAddress> recipients, Optional<StatusNotification> notification) {

    public Envelope {
        Map<String, MailAddress> once = new LinkedHashMap<>();
        recipients.forEach(recipient -> once.putIfAbsent(recipient.address().toLowerCase(Locale.ROOT), recipient));
        recipients = List.copyOf(once.values());
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope has at least one recipient");
        }
    }

    /** An envelope that asks for no reports. */
    public Envelope(MailAddress sender, List<MailAddress> recipients) {
        this(sender, recipients, Optional.empty());
    }

    /** The same envelope, asking for reports. */
    public Envelope notifying(StatusNotification wanted) {
        return new Envelope(sender, recipients, Optional.of(wanted));
    }

    boolean needsSmtpUtf8() {
        return sender.needsSmtpUtf8() || recipients.stream().anyMatch(MailAddress::needsSmtpUtf8);
    }
}
