package org.valija.mail;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Content as DATA wants it (RFC 5321 §4.5.2): a dot before each line that begins with one, every line ended by CRLF and by
 * nothing else, so that no octet of the content can end it early.
 */
final class DotStuffing {

    private final OutputStream out;
    private boolean lineStart = true;
    private boolean afterCr;

    DotStuffing(OutputStream out) {
        this.out = out;
    }

    void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(octets[i]);
        }
    }

    private void write(byte octet) throws IOException {
        if (octet == '\n') {
            newLine();
            afterCr = false;
            return;
        }
        if (afterCr) {
            // A bare CR: some servers take it for a line's end, so it becomes one.
            newLine();
            afterCr = false;
        }
        if (octet == '\r') {
            afterCr = true;
            return;
        }
        if (lineStart && octet == '.') {
            out.write('.');
        }
        out.write(octet);
        lineStart = false;
    }

    private void newLine() throws IOException {
        out.write('\r');
        out.write('\n');
        lineStart = true;
    }

    /** Ends the last line, if it has no end, and the content. */
    void end() throws IOException {
        if (afterCr || !lineStart) {
            newLine();
            afterCr = false;
        }
        out.write('.');
        newLine();
    }
}
