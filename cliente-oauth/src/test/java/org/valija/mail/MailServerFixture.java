package org.valija.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.valija.oauth.Secret;
import org.valija.simulator.inbox.Inbox;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.simulator.smtp.SimulatedSmtp;
import org.valija.simulator.tls.Certificates;

/** The simulator's mail server with one user, whose token we choose, and a client that trusts its authority. */
final class MailServerFixture implements AutoCloseable {

    static final String JUAN = "juan.perez@bajio.example";

    /** Made once: it takes longest. Its file is deleted at once, since nobody reads it. */
    private static final Certificates CERTIFICATES = Certificates.open(Optional.empty(), Clock.systemUTC());

    private static final SSLContext TRUST = trust();

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Inbox inbox = new Inbox(Clock.systemUTC());
    private final SimulatedSmtp smtp;
    private String token = "ya29.short-token";

    MailServerFixture() {
        CERTIFICATES.close();
        smtp = SimulatedSmtp.start(
                0,
                0,
                (user, given) -> user.equals(JUAN) && given.equals(token()),
                CERTIFICATES,
                inbox,
                executor,
                closing);
    }

    SimulatedSmtp smtp() {
        return smtp;
    }

    synchronized String token() {
        return token;
    }

    synchronized void setToken(String value) {
        token = value;
    }

    List<ReceivedMessage> received() {
        return inbox.messages();
    }

    SubmissionServer startTls() {
        return SubmissionServer.startTls("localhost", smtp.port()).trusting(TRUST);
    }

    SubmissionServer implicitTls() {
        return SubmissionServer.implicitTls("localhost", smtp.implicitTlsPort()).trusting(TRUST);
    }

    /** An authenticated connection. */
    SmtpConnection connect() {
        return connect(implicitTls());
    }

    SmtpConnection connect(SubmissionServer server) {
        return new SmtpClient()
                .connect(server, new SmtpCredentials.OAuthToken(JUAN, Secret.of(token())), DeliveryListener.SILENT);
    }

    /** What was said on all connections. */
    List<String> lines() {
        return smtp.transcripts().stream()
                .flatMap(transcript -> transcript.lines().stream())
                .toList();
    }

    @Override
    public void close() {
        closing.countDown();
        smtp.close();
        executor.shutdownNow();
    }

    private static SSLContext trust() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(
                                    CERTIFICATES.caPem().getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
