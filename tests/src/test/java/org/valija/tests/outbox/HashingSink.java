package org.valija.tests.outbox;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A submission server on loopback that takes mail by BDAT from whoever shows a token, and keeps of each only the SHA-256 of
 * its octets, under its recipient's address. One virtual thread a connection.
 */
final class HashingSink implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final ServerSocket listener;
    private final Map<String, Queue<String>> arrived = new ConcurrentHashMap<>();
    private final CountDownLatch together;
    private final Queue<IOException> troubles = new ConcurrentLinkedQueue<>();

    /** @param mails the first so many are held in their middle until all of them are there */
    HashingSink(int mails) throws IOException {
        together = new CountDownLatch(mails);
        listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What has arrived for each recipient: of each mail its SHA-256, in hexadecimal. */
    Map<String, Queue<String>> arrived() {
        return arrived;
    }

    /** Whether so many mails were in their middle at one time. */
    boolean wereTogether() {
        return together.getCount() == 0;
    }

    /** What went wrong with a connection in the middle of a mail. */
    Queue<IOException> troubles() {
        return troubles;
    }

    private void listen() {
        while (true) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Session(socket.getInputStream(), socket.getOutputStream()).converse();
        } catch (IOException e) {
            troubles.add(e);
        }
    }

    private final class Session {
        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[64 * 1024];
        private final MessageDigest digest = LargeMail.digest();
        private String recipient = "";
        private boolean isCounted;

        Session(InputStream in, OutputStream out) {
            this.in = new BufferedInputStream(in, buffer.length);
            this.out = out;
        }

        void converse() throws IOException {
            say("220 sink");
            for (Optional<String> line = line(); line.isPresent(); line = line()) {
                String[] words = line.get().split(" ", -1);
                switch (words[0].toUpperCase(Locale.ROOT)) {
                    case "EHLO" -> say("250-sink", "250-PIPELINING", "250-CHUNKING", "250 AUTH XOAUTH2");
                    case "AUTH" -> say("235 2.7.0 ok");
                    case "RCPT" -> {
                        recipient = words[1].substring("TO:<".length(), words[1].indexOf('>'));
                        say("250 2.1.5 ok");
                    }
                    case "BDAT" -> {
                        chunk(Long.parseLong(words[1]));
                        if (words.length > 2) {
                            keep();
                        } else {
                            awaitOthers();
                        }
                        say("250 2.0.0 ok");
                    }
                    case "QUIT" -> {
                        say("221 2.0.0 bye");
                        return;
                    }
                    default -> say("250 2.0.0 ok");
                }
            }
        }

        private void chunk(long octets) throws IOException {
            long left = octets;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException("cut off in a chunk for " + recipient);
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
        }

        private void awaitOthers() throws IOException {
            if (!isCounted) {
                isCounted = true;
                together.countDown();
            }
            try {
                if (!together.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException(together.getCount() + " mails did not come");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        private void keep() {
            arrived.computeIfAbsent(recipient, key -> new ConcurrentLinkedQueue<>())
                    .add(HexFormat.of().formatHex(digest.digest()));
        }

        /** Empty where the client has left. */
        private Optional<String> line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    return Optional.empty();
                }
                line.append((char) octet);
            }
            return Optional.of(line.toString().stripTrailing());
        }

        private void say(String... lines) throws IOException {
            out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
