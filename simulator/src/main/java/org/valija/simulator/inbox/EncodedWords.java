package org.valija.simulator.inbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes {@code =?charset?B|Q?text?=} in header values (RFC 2047). */
final class EncodedWords {

    private static final Pattern WORD = Pattern.compile("=\\?([^?*\\s]+)(?:\\*[^?\\s]*)?\\?([bBqQ])\\?([^?\\s]*)\\?=");

    private EncodedWords() {}

    static String decode(String value) {
        StringBuilder decoded = new StringBuilder();
        // Octets of neighbouring words are joined before they are decoded: some writers split a character.
        ByteArrayOutputStream pending = new ByteArrayOutputStream();
        Charset pendingCharset = StandardCharsets.UTF_8;
        Matcher word = WORD.matcher(value);
        int position = 0;
        while (word.find()) {
            String between = value.substring(position, word.start());
            Charset charset = MimePart.charset(word.group(1));
            boolean adjacent = pending.size() > 0 && between.isBlank();
            if (!adjacent || !charset.equals(pendingCharset)) {
                decoded.append(pending.toString(pendingCharset));
                pending.reset();
                decoded.append(adjacent ? "" : between);
            }
            pendingCharset = charset;
            pending.writeBytes(octets(word.group(2), word.group(3)));
            position = word.end();
        }
        return decoded.append(pending.toString(pendingCharset))
                .append(value.substring(position))
                .toString();
    }

    private static byte[] octets(String encoding, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        return encoding.toLowerCase(Locale.ROOT).equals("b")
                ? TransferEncodings.base64(ascii)
                : TransferEncodings.quotedPrintable(text.replace('_', ' ').getBytes(StandardCharsets.ISO_8859_1));
    }
}
