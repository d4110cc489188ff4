package org.valija.simulator.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Reads the content of {@code DATA} (RFC 5321 §4.1.1.4, §4.5.2): removes the dots, byte for byte, and ends at CR LF dot
 * CR LF alone. An end that another server might take for one is {@link Outcome#SMUGGLED}.
 */
final class DataReader {

    enum Outcome {
        COMPLETE,
        TOO_LARGE,
        SMUGGLED
    }

    private final SmtpInput input;
    private final long limit;
    private final ByteArrayOutputStream content;

    DataReader(SmtpInput input, long limit, ByteArrayOutputStream content) {
        this.input = input;
        this.limit = limit;
        this.content = content;
    }

    Outcome read() throws IOException {
        boolean tooLarge = false;
        boolean previousWellEnded = true;
        while (true) {
            byte[] line = readLine(limit - content.size());
            boolean wellEnded = line.length > 1 && line[line.length - 2] == '\r';
            int text = line.length - (wellEnded ? 2 : 1);
            boolean loneDot = text == 1 && line[0] == '.';
            if (loneDot && wellEnded && previousWellEnded) {
                return tooLarge ? Outcome.TOO_LARGE : Outcome.COMPLETE;
            }
            boolean dotAfterBareReturn = text > 1 && line[text - 1] == '.' && line[text - 2] == '\r';
            if (loneDot || dotAfterBareReturn) {
                return Outcome.SMUGGLED;
            }
            int start = previousWellEnded && line[0] == '.' ? 1 : 0;
            tooLarge |= content.size() + line.length - start > limit;
            if (!tooLarge) {
                content.write(line, start, line.length - start);
            }
            previousWellEnded = wellEnded;
        }
    }

    /** A line with its end; what is beyond the room left is read but not kept, apart from its last octets. */
    private byte[] readLine(long room) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int beforeLast = -1;
        int octet = input.read();
        while (octet != '\n') {
            if (line.size() <= room + 2) {
                line.write(octet);
            }
            beforeLast = octet;
            octet = input.read();
        }
        if (line.size() > room + 2) {
            line.write(beforeLast);
        }
        line.write('\n');
        return line.toByteArray();
    }
}
