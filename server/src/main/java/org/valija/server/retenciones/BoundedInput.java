package org.valija.server.retenciones;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads as many bytes as allowed, and says so at the next one. */
final class BoundedInput extends FilterInputStream {

    /** There was more. */
    static final class ExceededException extends IOException {
        ExceededException(int limit) {
            super("More than " + limit + " bytes");
        }
    }

    private final int limit;
    private long left;

    BoundedInput(InputStream in, int limit) {
        super(in);
        this.limit = limit;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        if (octet >= 0) {
            count(1);
        }
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    /** Skipped bytes would not be counted. */
    @Override
    public long skip(long n) throws IOException {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int read) throws ExceededException {
        left -= read;
        if (left < 0) {
            throw new ExceededException(limit);
        }
    }
}
