package org.valija.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Says to one client what a test tells it to, sense or nonsense; in clear, on loopback. */
final class ScriptedSmtpServer implements AutoCloseable {

    private final ServerSocket listener;
    private final CompletableFuture<List<String>> end = new CompletableFuture<>();

    /** The test's part; a connection ends where the script does. */
    @FunctionalInterface
    interface Dialogue {
        void run(Script script) throws IOException;
    }

    ScriptedSmtpServer(Dialogue dialogue) {
        try {
            listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(() -> serve(dialogue), "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Dialogue dialogue) {
        try (Socket socket = listener.accept()) {
            socket.setTcpNoDelay(true);
            Script script = new Script(socket.getInputStream(), socket.getOutputStream());
            dialogue.run(script);
            socket.shutdownOutput();
            script.readToTheEnd();
            end.complete(script.heard);
        } catch (IOException | AssertionError e) {
            end.completeExceptionally(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    SubmissionServer server() {
        return SubmissionServer.loopback("127.0.0.1", port()).waiting(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    /** A connection to here that needs no credentials. */
    SmtpConnection connect() {
        return new SmtpClient().connect(server(), new SmtpCredentials.None(), DeliveryListener.SILENT);
    }

    /** All lines that the client said, once it has left. */
    List<String> heard() {
        try {
            return end.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the dialogue went otherwise", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One end of the dialogue. */
    static final class Script {
        private final InputStream in;
        private final OutputStream out;
        private final List<String> heard = new ArrayList<>();

        Script(InputStream in, OutputStream out) {
            this.in = new BufferedInputStream(in);
            this.out = out;
        }

        /** Greets, and answers EHLO with these extensions. */
        void greet(String... extensions) throws IOException {
            send("220 scripted");
            expect("EHLO .*");
            send("250-scripted");
            for (String extension : extensions) {
                send("250-" + extension);
            }
            send("250 HELP");
        }

        /** The client's next line must match. */
        String expect(String regex) throws IOException {
            String line = line();
            if (!line.matches(regex)) {
                throw new AssertionError("expected " + regex + ", heard " + line);
            }
            return line;
        }

        /** Lines, in one flight. */
        void send(String... lines) throws IOException {
            sendRaw(String.join("\r\n", lines) + "\r\n");
        }

        void sendRaw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Each octet in a write of its own. */
        void sendOctetByOctet(String line) throws IOException {
            for (byte octet : (line + "\r\n").getBytes(StandardCharsets.UTF_8)) {
                out.write(octet);
                out.flush();
            }
        }

        /** Content up to and with the line that is a dot. */
        void expectContent() throws IOException {
            while (!line().equals(".")) {
                // all of it is in what was heard
            }
        }

        /** MAIL, RCPT, BDAT with LAST, and its octets. */
        void expectSmallMail() throws IOException {
            expect("MAIL .*");
            expect("RCPT .*");
            String chunk = expect("BDAT \\d+ LAST");
            in.readNBytes(Integer.parseInt(chunk.substring(5, chunk.length() - 5)));
        }

        /** Neither reads nor says anything until then. */
        void pause(CountDownLatch until) throws IOException {
            try {
                if (!until.await(60, TimeUnit.SECONDS)) {
                    throw new IOException("the pause did not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int octet = in.read();
            while (octet != '\n') {
                if (octet < 0) {
                    throw new EOFException("the client left; heard " + heard + " and " + line);
                }
                line.write(octet);
                octet = in.read();
            }
            String text = line.toString(StandardCharsets.UTF_8).replaceFirst("\r$", "");
            heard.add(text);
            return text;
        }

        private void readToTheEnd() throws IOException {
            try {
                while (true) {
                    line();
                }
            } catch (EOFException | java.net.SocketException e) {
                // the client has left, or dropped what it had not read
            }
        }
    }
}
