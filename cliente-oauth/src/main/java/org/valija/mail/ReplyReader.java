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

    ReplyReader(InputStream in) {
        this.in = new BufferedInputStream(in, 4096);
    }

    /** The lines' texts of a reply, for EHLO. */
    record Lines(int code, List<String> texts) {
        SmtpReply reply() {
            String text = String.join(" ", texts);
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
        List<String> texts = new ArrayList<>();
        while (texts.size() < MOST_LINES) {
            String line = line();
            if (!line.matches("[2-5][0-9][0-9]([ -].*)?")) {
                throw new MalformedReplyException("not an SMTP reply: " + line);
            }
            texts.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return new Lines(Integer.parseInt(line.substring(0, 3)), texts);
            }
        }
        throw new MalformedReplyException("a reply of more than " + MOST_LINES + " lines");
    }

    private String line() throws IOException {
        byte[] octets = new byte[LONGEST_LINE];
        int length = 0;
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (octet == '\n') {
                break;
            }
            if (length == LONGEST_LINE) {
                throw new MalformedReplyException("a reply line of more than " + LONGEST_LINE + " octets");
            }
            octets[length++] = (byte) octet;
        }
        int end = length > 0 && octets[length - 1] == '\r' ? length - 1 : length;
        return new String(octets, 0, end, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }
}
