package org.valija.mail;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads replies (RFC 5321 §4.2.1), strictly and within bounds. Not thread-safe. */
final class ReplyReader {

    /** RFC 5321 §4.5.3.1.5 says 512; some servers are longer-winded. */
    private static final int LONGEST_LINE = 2048;

    private static final int MOST_LINES = 128;
    private static final int LONGEST_TEXT = 2000;

    private final InputStream in;
    private final byte[] buffer = new byte[LONGEST_LINE];

    ReplyReader(InputStream in) {
        this.in = new BufferedInputStream(in, 4096);
    }

    /** The lines' texts of a reply, for EHLO. */
    record Lines(int code, List<String> texts) {
        SmtpReply reply() {
            String text = texts.size() == 1 ? texts.get(0) : String.join(" ", texts);
            return new SmtpReply(code, text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT));
        }
    }

    SmtpReply reply() throws IOException {
        return lines().reply();
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
        return MailAddress.hasControl(text) ? text.replaceAll("\\p{Cntrl}", "?") : text;
    }
}
