package org.valija.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Makes a connection longer: what is read or written arrives later by a fixed time, in order, at any rate. */
final class Distance implements AutoCloseable {

    private static final byte[] END = {};

    private final Socket socket;
    private final long nanos;
    private final LinkedBlockingQueue<Parcel> arriving = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Parcel> leaving = new LinkedBlockingQueue<>();

    Distance(Socket socket, Duration oneWay) {
        this.socket = socket;
        this.nanos = oneWay.toNanos();
        Thread.ofVirtual().start(this::receive);
        Thread.ofVirtual().start(this::dispatch);
    }

    private static final class Parcel {
        private final long due;
        private final byte[] octets;

        Parcel(long due, byte[] octets) {
            this.due = due;
            this.octets = octets;
        }

        long due() {
            return due;
        }

        byte[] octets() {
            return octets;
        }

        void await() {
            long left = due - System.nanoTime();
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = due - System.nanoTime();
            }
        }
    }

    InputStream input() {
        return new Arriving();
    }

    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) {
                leaving.add(new Parcel(System.nanoTime() + nanos, Arrays.copyOfRange(octets, offset, offset + length)));
            }
        };
    }

    private void receive() {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = socket.getInputStream();
            int length = in.read(buffer);
            while (length >= 0) {
                arriving.add(new Parcel(System.nanoTime() + nanos, Arrays.copyOf(buffer, length)));
                length = in.read(buffer);
            }
        } catch (IOException e) {
            // The client has left; the end below says so.
        }
        arriving.add(new Parcel(System.nanoTime() + nanos, END));
    }

    private void dispatch() {
        try {
            OutputStream out = socket.getOutputStream();
            Parcel parcel = leaving.take();
            while (parcel.octets().length > 0) {
                parcel.await();
                out.write(parcel.octets());
                parcel = leaving.take();
            }
        } catch (IOException e) {
            // The client has left; the reader sees that too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the last replies leave. */
    @Override
    public void close() {
        leaving.add(new Parcel(System.nanoTime() + nanos, END));
        LockSupport.parkNanos(2 * nanos);
    }

    private final class Arriving extends InputStream {
        private @Nullable Parcel current;
        private int position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Parcel parcel = current;
            if (parcel == null || position == parcel.octets().length) {
                parcel = next();
                current = parcel;
                position = 0;
            }
            if (parcel.octets().length == 0) {
                return -1;
            }
            int count = Math.min(length, parcel.octets().length - position);
            System.arraycopy(parcel.octets(), position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public int available() {
            Parcel parcel = current;
            if (parcel != null && position < parcel.octets().length) {
                return parcel.octets().length - position;
            }
            Parcel next = arriving.peek();
            return next != null && next.due() <= System.nanoTime() ? next.octets().length : 0;
        }

        private Parcel next() throws IOException {
            try {
                Parcel parcel = arriving.take();
                parcel.await();
                return parcel;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
