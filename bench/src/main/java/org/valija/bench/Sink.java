package org.valija.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Takes mail by DATA and BDAT, announces PIPELINING and CHUNKING, and throws all of it away. With a distance every octet
 * arrives that much later, in both directions. One virtual thread a connection.
 */
final class Sink {

    private static final byte[] OK = bytes("250 2.0.0 ok\r\n");
    private static final byte[] GO_ON = bytes("354 go on\r\n");
    private static final byte[] EXTENSIONS =
            bytes("250-sink\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-8BITMIME\r\n250 SIZE 0\r\n");
    private static final byte[] END_OF_DATA = bytes("\r\n.\r\n");

    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private final byte[] replies = new byte[32 * 1024];
    private int position;
    private int limit;
    private int waiting;

    private Sink(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Prints its port; ends with whoever started it. */
    public static void main(String[] arguments) throws IOException {
        Duration oneWay = Duration.ofMillis(Long.parseLong(arguments[0]));
        try (ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(Sink::endWithParent);
            System.out.println(listener.getLocalPort());
            System.out.flush();
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket, oneWay));
            }
        }
    }

    private static void endWithParent() {
        try {
            if (System.in.read() < 0) {
                System.exit(0);
            }
        } catch (IOException e) {
            System.exit(1);
        }
    }

    private static void serve(Socket socket, Duration oneWay) {
        try (socket) {
            socket.setTcpNoDelay(true);
            if (oneWay.isZero()) {
                new Sink(socket.getInputStream(), socket.getOutputStream()).converse();
            } else {
                try (Distance distance = new Distance(socket, oneWay)) {
                    new Sink(distance.input(), distance.output()).converse();
                }
            }
        } catch (EOFException | SocketException e) {
            // The client has left.
        } catch (IOException e) {
            System.err.println("sink: " + e);
        }
    }

    private void converse() throws IOException {
        reply(bytes("220 sink\r\n"));
        while (true) {
            String line = line();
            String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> reply(EXTENSIONS);
                case "BDAT" -> {
                    skip(Long.parseLong(line.split(" ", -1)[1]));
                    reply(OK);
                }
                case "DATA" -> {
                    reply(GO_ON);
                    skipData();
                    reply(OK);
                }
                case "QUIT" -> {
                    reply(bytes("221 bye\r\n"));
                    flush();
                    return;
                }
                default -> reply(OK);
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (true) {
            fill();
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.append(new String(buffer, position, end - position, StandardCharsets.ISO_8859_1));
            boolean ended = end < limit;
            position = ended ? end + 1 : end;
            if (ended) {
                return line.toString().stripTrailing();
            }
        }
    }

    private void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            fill();
            int step = (int) Math.min(left, limit - position);
            position += step;
            left -= step;
        }
    }

    /** Content begins at a line's beginning, so a dot at once would end it too. */
    private void skipData() throws IOException {
        int matched = 2;
        while (matched < END_OF_DATA.length) {
            fill();
            byte octet = buffer[position++];
            if (octet == END_OF_DATA[matched]) {
                matched++;
            } else {
                matched = octet == '\r' ? 1 : 0;
            }
        }
    }

    private void fill() throws IOException {
        if (position < limit) {
            return;
        }
        if (in.available() == 0) {
            flush();
        }
        limit = in.read(buffer);
        position = 0;
        if (limit < 0) {
            throw new EOFException();
        }
    }

    private void reply(byte[] text) throws IOException {
        if (waiting + text.length > replies.length) {
            flush();
        }
        System.arraycopy(text, 0, replies, waiting, text.length);
        waiting += text.length;
    }

    private void flush() throws IOException {
        if (waiting > 0) {
            out.write(replies, 0, waiting);
            waiting = 0;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
