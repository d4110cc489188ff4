package org.valija.mail;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Content as DATA wants it (RFC 5321 §4.5.2): a dot before each line that begins with one, every line ended by CRLF and by
 * nothing else, so that no octet of the content can end it early. Not thread-safe.
 */
final class DotStuffing {

    private static final byte[] END = {'.', '\r', '\n'};

    private final OutputStream out;
    private final LineEnds lines;

    DotStuffing(OutputStream out) {
        this.out = out;
        this.lines = new LineEnds(new Dots(out));
    }

    void write(byte[] octets, int offset, int length) throws IOException {
        lines.write(octets, offset, length);
    }

    /** Ends the last line, if it has no end, and the content. */
    void end() throws IOException {
        lines.end();
        out.write(END);
    }

    /** Doubles a dot at the beginning of a line; what comes here has no line ends but CRLF. */
    private static final class Dots extends OutputStream {
        private final OutputStream out;
        private boolean lineStart = true;

        Dots(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        /** Called with a part of one line, or with one line end. */
        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (lineStart && source[offset] == '.') {
                out.write('.');
            }
            out.write(source, offset, length);
            lineStart = source[offset + length - 1] == '\n';
        }
    }
}
