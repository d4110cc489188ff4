package org.valija.mail;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.valija.mail.SmtpConnectException.Kind;

/**
 * Opens authenticated submission connections: TLS 1.2 or newer with chain and host name verified, no downgrade, nothing
 * secret in clear. Blocking; runs well on virtual threads. Thread-safe.
 */
public final class SmtpClient {

    private static final Duration LONGEST_WRITE = Duration.ofMinutes(2);

    private final SocketFactory sockets;
    private final StallGuard guard;

    /** Servers that announce CHUNKING and do not know it, by host and port. */
    private final Set<String> withoutChunking = ConcurrentHashMap.newKeySet();

    /** Connects straight. */
    public SmtpClient() {
        this(SocketFactory.getDefault());
    }

    /** @param sockets makes unconnected sockets, such as {@link ProxiedSockets} */
    public SmtpClient(SocketFactory sockets) {
        this(sockets, LONGEST_WRITE);
    }

    /** @param longestWrite how long a server may refuse to read before the connection is given up */
    SmtpClient(SocketFactory sockets, Duration longestWrite) {
        this.sockets = sockets;
        this.guard = new StallGuard(longestWrite);
    }

    /** From the next connection on, content goes to this server by DATA. */
    void distrustChunking(SubmissionServer server) {
        withoutChunking.add(server.authority());
    }

    /**
     * Connects, encrypts and authenticates.
     *
     * @return a connection ready for {@link SmtpConnection#deliver}; the caller closes it
     * @throws SmtpConnectException saying what is wrong
     */
    public SmtpConnection connect(SubmissionServer server, SmtpCredentials credentials, DeliveryListener listener) {
        listener.progress(DeliveryListener.Step.CONNECTING, 0, 0);
        Socket socket = unconnected();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(server.host(), server.port()),
                    millis(server.connectTimeout().toMillis()));
            socket.setSoTimeout(millis(server.replyTimeout().toMillis()));
            SmtpWire wire = open(server, socket);
            listener.progress(DeliveryListener.Step.AUTHENTICATING, 0, 0);
            new SmtpAuthentication(wire, server).authenticate(credentials);
            if (withoutChunking.contains(server.authority())) {
                wire.distrust("CHUNKING");
            }
            guard.watch(wire);
            return new SmtpConnection(wire, () -> guard.forget(wire));
        } catch (IOException e) {
            SmtpConnectException failure = failure(server, e);
            close(socket, failure);
            throw failure;
        } catch (RuntimeException e) {
            // Ours, or the listener's.
            close(socket, e);
            throw e;
        }
    }

    private Socket unconnected() {
        try {
            return sockets.createSocket();
        } catch (IOException e) {
            throw new UncheckedIOException("no socket can be made", e);
        }
    }

    private static SmtpWire open(SubmissionServer server, Socket socket) throws IOException {
        Socket first = server.tls() == TlsMode.IMPLICIT ? encrypt(server, socket) : socket;
        SmtpWire wire = new SmtpWire(first, socket);
        SmtpReply greeting = wire.read();
        if (greeting.code() != 220) {
            throw new SmtpConnectException(
                    Kind.PROTOCOL, "the server does not talk to us: " + greeting, greeting, null);
        }
        wire.hello();
        if (server.tls() != TlsMode.STARTTLS) {
            return wire;
        }
        if (!wire.extensions().has("STARTTLS")) {
            throw new SmtpConnectException(
                    Kind.TLS_NOT_OFFERED, server.host() + " offers no encryption (STARTTLS)", null, null);
        }
        SmtpReply reply = wire.ask("STARTTLS");
        if (reply.code() != 220) {
            throw new SmtpConnectException(Kind.TLS_NOT_OFFERED, "STARTTLS was refused: " + reply, reply, null);
        }
        // RFC 3207 §6: what came in clear after the reply could be an attacker's.
        if (wire.hasUnreadReplies()) {
            throw new SmtpConnectException(
                    Kind.PROTOCOL, "the server said more than asked for before the encryption", null, null);
        }
        SmtpWire encrypted = new SmtpWire(encrypt(server, socket), socket);
        encrypted.hello();
        return encrypted;
    }

    private static SSLSocket encrypt(SubmissionServer server, Socket socket) throws IOException {
        SSLSocket tls =
                (SSLSocket) context(server).getSocketFactory().createSocket(socket, server.host(), server.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static SSLContext context(SubmissionServer server) {
        return server.trust().orElseGet(() -> {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("the platform has no TLS", e);
            }
        });
    }

    private static SmtpConnectException failure(SubmissionServer server, IOException e) {
        String where = server.authority();
        if (e instanceof SSLException) {
            return tlsFailure(server, where, e);
        }
        if (e instanceof MalformedReplyException) {
            return new SmtpConnectException(Kind.PROTOCOL, where + ": " + e.getMessage(), null, e);
        }
        String what = "connection lost";
        if (e instanceof UnknownHostException) {
            what = "unknown name";
        } else if (e instanceof ConnectException) {
            what = "connection refused";
        } else if (e instanceof SocketTimeoutException) {
            what = "no answer in time";
        }
        return new SmtpConnectException(Kind.UNREACHABLE, where + ": " + what, null, e);
    }

    private static SmtpConnectException tlsFailure(SubmissionServer server, String where, IOException e) {
        if (isNameMismatch(e)) {
            return new SmtpConnectException(
                    Kind.TLS_NAME_MISMATCH, "the certificate is not for " + server.host(), null, e);
        }
        if (hasCause(e, CertificateException.class)) {
            return new SmtpConnectException(
                    Kind.TLS_UNTRUSTED, "no trusted encryption with " + where + ": " + e.getMessage(), null, e);
        }
        if (hasCause(e, EOFException.class) || hasCause(e, SocketException.class)) {
            return new SmtpConnectException(Kind.UNREACHABLE, where + ": connection lost", null, e);
        }
        return new SmtpConnectException(
                Kind.PROTOCOL, "no agreement with " + where + " on encryption: " + e.getMessage(), null, e);
    }

    private static boolean hasCause(Throwable thrown, Class<?> type) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /** The JDK tells a wrong name from an unknown authority by its words alone. */
    private static boolean isNameMismatch(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            String message = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
            if (at instanceof CertificateException
                    && (message.contains("subject alternative") || message.contains("no name matching"))) {
                return true;
            }
        }
        return false;
    }

    private static void close(Socket socket, Exception because) {
        try {
            socket.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static int millis(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
