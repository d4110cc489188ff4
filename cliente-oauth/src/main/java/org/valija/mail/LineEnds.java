package org.valija.mail;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Ends every line with CRLF and nothing else (RFC 5321 §2.3.8): a bare CR or LF becomes CRLF, so that no server reads a
 * line's end where another sees none. Not thread-safe.
 */
final class LineEnds extends OutputStream {

    private static final byte[] CRLF = {'\r', '\n'};

    private final OutputStream out;
    private boolean afterCr;
    private boolean inLine;

    LineEnds(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int end = offset + length;
        int from = offset;
        for (int i = offset; i < end; i++) {
            byte octet = source[i];
            if (octet != '\n' && octet != '\r' && !afterCr) {
                continue;
            }
            run(source, from, i);
            from = octet == '\n' || octet == '\r' ? i + 1 : i;
            if (afterCr || octet == '\n') {
                newLine();
            }
            afterCr = octet == '\r';
        }
        run(source, from, end);
    }

    private void run(byte[] source, int from, int to) throws IOException {
        if (to > from) {
            out.write(source, from, to - from);
            inLine = true;
        }
    }

    private void newLine() throws IOException {
        out.write(CRLF);
        inLine = false;
    }

    /** Ends the last line, if it has no end. */
    void end() throws IOException {
        if (afterCr || inLine) {
            newLine();
            afterCr = false;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
