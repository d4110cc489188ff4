package org.valija.mail;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which reports the sender wants of the mail's way (delivery status notifications, RFC 3461). Asked for where the server
 * offers them, left out where not.
 *
 * @param events what to report on; none means that not even a failure is reported
 * @param headersOnly whether a report carries the mail's header instead of the whole mail
 * @param envelopeId comes back in each report; up to 100 printable ASCII characters
 */
public record StatusNotification(Set<Event> events, boolean headersOnly, Optional<String> envelopeId) {

    private static final int LONGEST_ID = 100;

    /** What can happen to a mail after it was accepted. */
    public enum Event {
        SUCCESS,
        FAILURE,
        DELAY
    }

    /** @throws IllegalArgumentException when the id cannot stand in a command */
    public StatusNotification {
        events = Set.copyOf(events);
        if (envelopeId.isPresent() && !envelopeId.get().matches("[ -~]{1," + LONGEST_ID + "}")) {
            throw new IllegalArgumentException(
                    "an envelope id has 1 to " + LONGEST_ID + " printable ASCII characters: RFC 3461 §4.4");
        }
    }

    /** Parameters of MAIL, each with a blank before it. */
    String ofMail() {
        return (headersOnly ? " RET=HDRS" : " RET=FULL")
                + envelopeId.map(id -> " ENVID=" + xtext(id)).orElse("");
    }

    /** Parameters of RCPT, each with a blank before it. */
    String ofRecipient(MailAddress recipient) {
        String notify = events.isEmpty()
                ? "NEVER"
                : events.stream().sorted().map(Event::name).collect(Collectors.joining(","));
        // The type utf-8 (RFC 6533) needs an encoding of its own; without ORCPT the report names the final address.
        return " NOTIFY=" + notify + (recipient.needsSmtpUtf8() ? "" : " ORCPT=rfc822;" + xtext(recipient.address()));
    }

    /** RFC 3461 §4: everything but printable ASCII without "+" and "=" as hexadecimal digits. */
    private static String xtext(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.US_ASCII)) {
            if (octet > ' ' && octet < 0x7f && octet != '+' && octet != '=') {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("+%02X", octet));
            }
        }
        return encoded.toString();
    }
}
