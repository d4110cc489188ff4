package org.valija.simulator.smtp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** One client's socket: lines in, replies out, TLS on demand, all of it in the transcript. Not thread-safe. */
final class SmtpConnection {

    private static final int IDLE_MILLIS = 300_000;

    /** How long the rest of a flight is read after the last reply: closing at once would take that reply back. */
    private static final int LINGER_MILLIS = 1_000;

    private static final Pattern ENHANCED_CODE = Pattern.compile("^(\\d{3} )\\d\\.\\d{1,3}\\.\\d{1,3} ");

    private final Socket plain;
    private final SmtpSettings settings;
    private final TranscriptRecorder transcript;
    private Socket current;
    private SmtpInput input;
    private OutputStream output;
    private boolean muted;

    SmtpConnection(Socket socket, SmtpSettings settings, TranscriptRecorder transcript) throws IOException {
        this.plain = socket;
        this.settings = settings;
        this.current = socket;
        this.transcript = transcript;
        socket.setSoTimeout(IDLE_MILLIS);
        socket.setTcpNoDelay(true);
        output = new BufferedOutputStream(socket.getOutputStream(), 8192);
        input = new SmtpInput(socket.getInputStream(), output);
    }

    /** Goes on encrypted. What the client sent before in clear is forgotten (RFC 3207 §4.2). */
    void startTls(SSLContext context, SmtpCounters counters) throws IOException {
        output.flush();
        SSLSocket tls = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        long before = System.currentTimeMillis();
        tls.startHandshake();
        if (tls.getSession().getCreationTime() < before) {
            counters.resumedTlsSessions.incrementAndGet();
        }
        current = tls;
        output = new BufferedOutputStream(tls.getOutputStream(), 8192);
        input = new SmtpInput(tls.getInputStream(), output);
        transcript.event(
                "TLS " + tls.getSession().getProtocol() + " " + tls.getSession().getCipherSuite());
    }

    Optional<SSLSession> tlsSession() {
        return current instanceof SSLSocket tls ? Optional.of(tls.getSession()) : Optional.empty();
    }

    SmtpInput input() {
        return input;
    }

    TranscriptRecorder transcript() {
        return transcript;
    }

    /** Queues a reply of one line; its enhanced status code is left out where that extension is off (RFC 2034). */
    void reply(String line) throws IOException {
        send(
                settings.announces(SmtpExtension.ENHANCEDSTATUSCODES)
                        ? line
                        : ENHANCED_CODE.matcher(line).replaceFirst("$1"));
    }

    /** Queues a reply as it is. */
    void replyVerbatim(String line) throws IOException {
        send(line);
    }

    /** Replies, and ends the connection as the protocol wants it. */
    void leave(String reply) throws IOException {
        reply(reply);
        finish();
    }

    /** Queues a reply of several lines (RFC 5321 §4.2.1). */
    void reply(int code, List<String> lines) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            send(code + (i == lines.size() - 1 ? " " : "-") + lines.get(i));
        }
    }

    /** Lets later replies vanish. */
    void mute() {
        muted = true;
    }

    /** Sends what is queued, ends the connection as the protocol wants it, and throws {@link ConnectionClosed}. */
    void finish() throws IOException {
        output.flush();
        try (Socket closing = current) {
            closing.shutdownOutput();
            plain.setSoTimeout(LINGER_MILLIS);
            input.discardRest();
        } catch (IOException e) {
            // The client left first, or does not leave: either way nobody reads any more.
            transcript.event("no more was read: " + e.getMessage());
        }
        throw new ConnectionClosed();
    }

    /** Ends the connection at once, without TLS farewell, and throws {@link ConnectionClosed}. */
    void drop() throws IOException {
        transcript.event("connection dropped by the server");
        plain.close();
        throw new ConnectionClosed();
    }

    private void send(String line) throws IOException {
        transcript.server(muted ? line + " (lost)" : line);
        if (!muted) {
            output.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
