package org.valija.simulator.smtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Buffered octets from the client. Replies are flushed just before it would block, so that the replies to a pipelined
 * group travel together (RFC 2920 §3.2). Not thread-safe.
 */
final class SmtpInput {

    private final InputStream in;
    private final Flushable beforeBlocking;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    SmtpInput(InputStream in, Flushable beforeBlocking) {
        this.in = in;
        this.beforeBlocking = beforeBlocking;
    }

    /** The next octet; {@link EOFException} at the end. */
    int read() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    /** Whether the client has sent more than was read. */
    boolean hasMore() throws IOException {
        return position < limit || in.available() > 0;
    }

    /** Reads to the line feed; keeps at most {@code longest} octets of text. */
    CommandLine readLine(int longest) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int octets = 0;
        boolean bareReturn = false;
        int previous = -1;
        int octet = read();
        while (octet != '\n') {
            octets++;
            bareReturn |= previous == '\r';
            if (text.size() <= longest) {
                text.write(octet);
            }
            previous = octet;
            octet = read();
        }
        boolean ended = previous == '\r';
        boolean complete = octets <= longest;
        String line = text.toString(StandardCharsets.UTF_8);
        if (ended && complete) {
            line = line.substring(0, line.length() - 1);
        }
        return new CommandLine(line, octets + 1, complete, ended && !bareReturn);
    }

    /** Moves exactly {@code count} octets. */
    void transfer(long count, OutputStream target) throws IOException {
        long left = count;
        while (left > 0) {
            if (position == limit) {
                fill();
            }
            int step = (int) Math.min(left, limit - position);
            target.write(buffer, position, step);
            position += step;
            left -= step;
        }
    }

    /** Reads to the end of what the client has to say. */
    void discardRest() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private void fill() throws IOException {
        if (in.available() == 0) {
            beforeBlocking.flush();
        }
        int count = in.read(buffer, 0, buffer.length);
        if (count < 0) {
            throw new EOFException("The client closed the connection");
        }
        position = 0;
        limit = count;
    }
}
