package org.valija.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom a mail's own header names: Gmail's API sends to them, whatever the envelope says. */
final class HeaderRecipients {

    private final Set<String> named;

    private HeaderRecipients(Set<String> named) {
        this.named = named;
    }

    /**
     * Reads the header.
     *
     * @throws AddressException when it names somebody in a way that cannot be read
     */
    static HeaderRecipients of(MailContent content) throws AddressException, IOException {
        try (InputStream in = new BufferedInputStream(content.open())) {
            InternetHeaders header = new InternetHeaders(in, true);
            Set<String> named = new LinkedHashSet<>();
            for (String field : List.of("To", "Cc", "Bcc")) {
                String value = header.getHeader(field, ",");
                if (value != null) {
                    for (InternetAddress address : InternetAddress.parseHeader(value, false)) {
                        if (!address.isGroup()) {
                            named.add(canonical(address.getAddress()));
                        }
                    }
                }
            }
            return new HeaderRecipients(named);
        } catch (AddressException e) {
            throw e;
        } catch (MessagingException e) {
            throw new AddressException("The header cannot be read: " + e.getMessage());
        }
    }

    /** Who would get the mail although the envelope does not name them. */
    Set<String> beyond(Envelope envelope) {
        Set<String> beyond = new LinkedHashSet<>(named);
        envelope.recipients().forEach(recipient -> beyond.remove(canonical(recipient.address())));
        return beyond;
    }

    /** The {@code Bcc} field for those whom the envelope alone names, ended by CRLF; empty when there are none. */
    byte[] bccFor(Envelope envelope) {
        List<String> hidden = envelope.recipients().stream()
                .map(MailAddress::address)
                .filter(address -> !named.contains(canonical(address)))
                .toList();
        if (hidden.isEmpty()) {
            return new byte[0];
        }
        return hidden.stream()
                .map(address -> "<" + address + ">")
                .collect(Collectors.joining(",\r\n ", "Bcc: ", "\r\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String canonical(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
