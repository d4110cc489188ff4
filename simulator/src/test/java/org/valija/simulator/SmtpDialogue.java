package org.valija.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Octets out, replies in, over a real socket. */
final class SmtpDialogue implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Simulator simulator;
    private Socket socket;

    private SmtpDialogue(Simulator simulator, Socket socket) throws IOException {
        this.simulator = simulator;
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /** Connected in clear; the greeting is still to be read. */
    static SmtpDialogue inClear(Simulator simulator) throws IOException {
        return new SmtpDialogue(simulator, new Socket(InetAddress.getLoopbackAddress(), simulator.smtpPort()));
    }

    /** Connected with TLS, the CA verified and the name {@code localhost} too. */
    static SmtpDialogue encrypted(Simulator simulator) throws IOException {
        SmtpDialogue dialogue =
                new SmtpDialogue(simulator, new Socket(InetAddress.getLoopbackAddress(), simulator.smtpsPort()));
        dialogue.startTls();
        return dialogue;
    }

    /** Encrypted, greeted and authenticated. */
    static SmtpDialogue authenticated(Simulator simulator) throws IOException {
        SmtpDialogue dialogue = encrypted(simulator);
        dialogue.reply();
        dialogue.say("EHLO test");
        String token = new OAuthProgram(simulator).accessToken(OAuthProgram.JUAN);
        String reply = dialogue.say("AUTH XOAUTH2 " + xoauth2(OAuthProgram.JUAN, token));
        if (!reply.startsWith("235")) {
            throw new AssertionError(reply);
        }
        return dialogue;
    }

    static String xoauth2(String user, String token) {
        return base64("user=" + user + "\1auth=Bearer " + token + "\1\1");
    }

    static String oauthBearer(String user, String token) {
        return base64("n,a=" + user + ",\1host=localhost\1port=465\1auth=Bearer " + token + "\1\1");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    void startTls() throws IOException {
        SSLSocket tls = (SSLSocket) trusting(simulator.caCertificatePem())
                .getSocketFactory()
                .createSocket(socket, "localhost", socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        socket = tls;
    }

    /** Sends one line and reads one reply. */
    String say(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** One reply with all its lines; {@code closed} at the end of the connection. */
    String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line;
        do {
            line = line();
            reply.append(reply.isEmpty() ? "" : "\n").append(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return reply.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet != '\n') {
            if (octet < 0) {
                return "closed";
            }
            line.write(octet);
            octet = in.read();
        }
        return line.toString(StandardCharsets.UTF_8).replaceFirst("\r$", "");
    }

    private static SSLContext trusting(String caPem) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
