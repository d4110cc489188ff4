package org.valija.simulator.google;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.valija.simulator.inbox.MimeHeader;
import org.valija.simulator.inbox.MimePart;

/** Who gets a mail, read from its own header, and the copy that they see. */
final class MailRecipients {

    private static final Set<String> FIELDS = Set.of("to", "cc", "bcc");

    private MailRecipients() {}

    /** The addresses of {@code To}, {@code Cc} and {@code Bcc}, each once, in the order of the header. */
    static List<String> of(byte[] mail) {
        return MimePart.parse(mail).headers().stream()
                .filter(header -> FIELDS.contains(header.name().toLowerCase(Locale.ROOT)))
                .map(MimeHeader::rawValue)
                .flatMap(value -> addresses(value).stream())
                .distinct()
                .toList();
    }

    /** The mail without its {@code Bcc} fields, every other octet as it was. */
    static byte[] withoutBcc(byte[] mail) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(mail.length);
        boolean inBcc = false;
        int position = 0;
        while (position < mail.length) {
            int end = position;
            while (end < mail.length && mail[end] != '\n') {
                end++;
            }
            end = Math.min(end + 1, mail.length);
            String line = new String(mail, position, end - position, StandardCharsets.ISO_8859_1);
            if (line.isBlank()) {
                break;
            }
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            inBcc = folded ? inBcc : line.toLowerCase(Locale.ROOT).matches("(?s)bcc\\s*:.*");
            if (!inBcc) {
                kept.write(mail, position, end - position);
            }
            position = end;
        }
        kept.write(mail, position, mail.length - position);
        return kept.toByteArray();
    }

    /** Separated by commas outside quotes; what stands in angle brackets, where there are any. */
    private static List<String> addresses(String value) {
        List<String> found = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (char c : (value + ",").toCharArray()) {
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                String text = part.toString().strip();
                int open = text.lastIndexOf('<');
                String address = open >= 0 && text.endsWith(">") ? text.substring(open + 1, text.length() - 1) : text;
                if (address.indexOf('@') > 0) {
                    found.add(address);
                }
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        return found;
    }
}
