package org.valija.simulator.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Both ports and the connections made to them. Thread-safe. */
final class SmtpServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SmtpServer.class.getName());
    private static final int KEPT_TRANSCRIPTS = 500;

    private final SmtpEnvironment environment;
    private final Executor executor;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Deque<TranscriptRecorder> transcripts = new ArrayDeque<>();
    private Optional<SmtpListener> plain = Optional.empty();
    private Optional<SmtpListener> implicitTls = Optional.empty();

    SmtpServer(SmtpEnvironment environment, Executor executor) {
        this.environment = environment;
        this.executor = executor;
    }

    /** Opens both ports, unless they are open. */
    synchronized void listen(int plainPort, int implicitTlsPort) {
        if (plain.isEmpty()) {
            plain = Optional.of(SmtpListener.open(plainPort, executor, socket -> serve(socket, false)));
        }
        if (implicitTls.isEmpty()) {
            implicitTls = Optional.of(SmtpListener.open(implicitTlsPort, executor, socket -> serve(socket, true)));
        }
    }

    synchronized void stopListening() {
        plain.ifPresent(SmtpListener::close);
        implicitTls.ifPresent(SmtpListener::close);
        plain = Optional.empty();
        implicitTls = Optional.empty();
    }

    synchronized int plainPort() {
        return plain.map(SmtpListener::port).orElseThrow();
    }

    synchronized int implicitTlsPort() {
        return implicitTls.map(SmtpListener::port).orElseThrow();
    }

    int openConnections() {
        return open.size();
    }

    void dropConnections() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    List<SmtpTranscript> transcripts() {
        synchronized (transcripts) {
            return transcripts.stream().map(TranscriptRecorder::snapshot).toList();
        }
    }

    @Override
    public void close() {
        stopListening();
        dropConnections();
    }

    private void serve(Socket socket, boolean encrypted) {
        open.add(socket);
        TranscriptRecorder transcript = newTranscript();
        executor.execute(() -> {
            try (socket) {
                converse(socket, encrypted, transcript);
            } catch (IOException e) {
                transcript.event(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "An SMTP session failed", e);
            } finally {
                open.remove(socket);
            }
        });
    }

    private void converse(Socket socket, boolean encrypted, TranscriptRecorder transcript) throws IOException {
        SmtpConnection connection = new SmtpConnection(socket, environment.settings(), transcript);
        if (encrypted) {
            connection.startTls(environment.tlsContext(), environment.counters());
        }
        try {
            new SmtpSession(connection, environment).run();
        } catch (SocketTimeoutException e) {
            connection.reply("421 4.4.2 Timeout, closing connection");
            connection.finish();
        }
    }

    private TranscriptRecorder newTranscript() {
        synchronized (transcripts) {
            TranscriptRecorder transcript =
                    new TranscriptRecorder(environment.counters().connections.incrementAndGet());
            if (transcripts.size() == KEPT_TRANSCRIPTS) {
                transcripts.removeFirst();
            }
            transcripts.addLast(transcript);
            return transcript;
        }
    }
}
