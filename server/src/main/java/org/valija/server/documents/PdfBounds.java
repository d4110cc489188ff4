package org.valija.server.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Looks how large the packed parts of a PDF become, without keeping them: a library that opens it unpacks them in memory. The
 * parts are unpacked where they stand in the file, whatever the file says of them.
 */
final class PdfBounds {

    /** Octets of all parts, packed and unpacked; a page of one picture at 600 dots an inch has 100 million. */
    private static final long MOST = 256L * 1024 * 1024;

    private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};
    private static final int DEEPEST = 3;
    private static final int BLOCK = 64 * 1024;

    private final byte[] pdf;
    private final byte[] block = new byte[BLOCK];
    private long total;

    private PdfBounds(byte[] pdf) {
        this.pdf = pdf;
    }

    /** Whether it stays within them. */
    static boolean hold(byte[] pdf) {
        return new PdfBounds(pdf).hold();
    }

    private boolean hold() {
        for (int at = next(0); at >= 0; at = next(at)) {
            inflate(new ByteArrayInputStream(pdf, at, pdf.length - at), 1);
            if (total > MOST) {
                return false;
            }
        }
        return true;
    }

    /** Where the next part begins that may be packed, after {@code stream} and the end of its line. */
    private int next(int from) {
        for (int i = from; i <= pdf.length - STREAM.length; i++) {
            if (startsAt(i)) {
                int begin = i + STREAM.length;
                while (begin < pdf.length && (pdf[begin] == '\r' || pdf[begin] == '\n')) {
                    begin++;
                }
                return begin;
            }
        }
        return -1;
    }

    private boolean startsAt(int place) {
        for (int i = 0; i < STREAM.length; i++) {
            if (pdf[place + i] != STREAM[i]) {
                return false;
            }
        }
        return true;
    }

    /** Packed within packed counts as well. */
    private void inflate(InputStream packed, int depth) {
        try (PushbackInputStream peeked = new PushbackInputStream(packed, 2)) {
            if (!isPacked(peeked)) {
                return;
            }
            InputStream unpacked = new Unpacked(peeked);
            try (PushbackInputStream inner = new PushbackInputStream(unpacked, 2)) {
                if (depth < DEEPEST && isPacked(inner)) {
                    inflate(inner, depth + 1);
                }
                for (int read = inner.read(block); read >= 0 && total <= MOST; read = inner.read(block)) {
                    total += read;
                }
            }
        } catch (IOException e) {
            // What cannot be unpacked does not grow.
            return;
        }
    }

    /** Counts what it takes in as well: packed octets may become nothing, and be gone through once for each beginning. */
    private final class Unpacked extends InflaterInputStream {

        Unpacked(InputStream packed) {
            super(packed);
        }

        @Override
        protected void fill() throws IOException {
            super.fill();
            total += len;
            if (total > MOST) {
                throw new IOException("enough");
            }
        }
    }

    /** RFC 1950 §2.2. */
    private static boolean isPacked(PushbackInputStream in) throws IOException {
        byte[] head = in.readNBytes(2);
        in.unread(head);
        return head.length == 2 && (head[0] & 0x0f) == 8 && (((head[0] & 0xff) << 8) | (head[1] & 0xff)) % 31 == 0;
    }
}
