package org.valija.mail;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicLong;

/** A mail on its way into an HTTP request, streamed, and how much of it has been handed over. Thread-safe. */
final class UploadBody {

    private final byte[] before;
    private final MailContent content;
    private final AtomicLong sent = new AtomicLong();

    /** @param before octets that go before the content */
    UploadBody(byte[] before, MailContent content) {
        this.before = before;
        this.content = content;
    }

    long size() {
        return before.length + content.size();
    }

    /** Octets that the HTTP client has taken; the wire has at most those. */
    long sent() {
        return sent.get();
    }

    /** Whether the last octet may have left. */
    boolean isSent() {
        return sent() >= size();
    }

    BodyPublisher publisher() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), size());
    }

    private InputStream open() {
        sent.set(0);
        try {
            return new Counted(new SequenceInputStream(new ByteArrayInputStream(before), content.open()), sent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Counted extends FilterInputStream {
        private final AtomicLong count;

        Counted(InputStream in, AtomicLong count) {
            super(in);
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            if (octet >= 0) {
                count.incrementAndGet();
            }
            return octet;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
                count.addAndGet(read);
            }
            return read;
        }
    }
}
