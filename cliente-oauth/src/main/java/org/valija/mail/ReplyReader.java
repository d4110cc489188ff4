package org.valija.mail;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads replies (RFC 5321 §4.2.1), strictly and within bounds. What it gives, also in its exceptions, can be shown: without
 * control characters, and without a secret that the server repeats. Not thread-safe.
 */
final class ReplyReader {

    /** RFC 5321 §4.5.3.1.5 says 512; some servers are longer-winded. */
    private static final int LONGEST_LINE = 2048;

    private static final int MOST_LINES = 128;

    /** By so many characters a secret is known again. */
    private static final int BEGINNING = 12;

    private final InputStream in;
    private final byte[] buffer = new byte[LONGEST_LINE];
    private final List<String> secrets = new ArrayList<>();

    ReplyReader(InputStream in) {
        this.in = new BufferedInputStream(in, 4096);
    }

    /** The lines' texts of a reply, for EHLO. */
    record Lines(int code, List<String> texts) {
        SmtpReply reply() {
            return new SmtpReply(code, texts.size() == 1 ? texts.get(0) : String.join(" ", texts));
        }
    }

    SmtpReply reply() throws IOException {
        return lines().reply();
    }

    /** From now on this is not given back. */
    void keepSecret(String said) {
        if (!said.isEmpty()) {
            secrets.add(said.substring(0, Math.min(said.length(), BEGINNING)));
        }
    }

    /** A text up to where it begins to repeat a secret. */
    String withoutSecrets(String text) {
        int end = secrets.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(text.length());
        return end == text.length() ? text : text.substring(0, end) + "•••";
    }

    /** Whether octets lie here that were not asked for. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    Lines lines() throws IOException {
        List<String> texts = new ArrayList<>(1);
        while (texts.size() < MOST_LINES) {
            int length = line();
            if (!isReply(length)) {
                throw new MalformedReplyException("not an SMTP reply: " + text(0, length));
            }
            texts.add(text(Math.min(4, length), length));
            if (length == 3 || buffer[3] == ' ') {
                return new Lines((buffer[0] - '0') * 100 + (buffer[1] - '0') * 10 + (buffer[2] - '0'), texts);
            }
        }
        throw new MalformedReplyException("a reply of more than " + MOST_LINES + " lines");
    }

    /** Three digits, of which the first says something, and then the end, a blank or a hyphen. */
    private boolean isReply(int length) {
        return length >= 3
                && isDigit(buffer[0], '2', '5')
                && isDigit(buffer[1], '0', '9')
                && isDigit(buffer[2], '0', '9')
                && (length == 3 || buffer[3] == ' ' || buffer[3] == '-');
    }

    private static boolean isDigit(byte octet, char least, char most) {
        return octet >= least && octet <= most;
    }

    /** Reads a line into the buffer; gives its length without its end. */
    private int line() throws IOException {
        int length = 0;
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (octet == '\n') {
                return length > 0 && buffer[length - 1] == '\r' ? length - 1 : length;
            }
            if (length == LONGEST_LINE) {
                throw new MalformedReplyException("a reply line of more than " + LONGEST_LINE + " octets");
            }
            buffer[length++] = (byte) octet;
        }
    }

    private String text(int from, int to) {
        String text = new String(buffer, from, to - from, StandardCharsets.UTF_8);
        return withoutSecrets(MailAddress.hasControl(text) ? text.replaceAll("\\p{Cc}", "?") : text);
    }
}
