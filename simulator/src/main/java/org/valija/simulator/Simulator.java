package org.valija.simulator;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.valija.simulator.google.Scopes;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.inbox.Inbox;
import org.valija.simulator.inbox.InboxEndpoints;
import org.valija.simulator.smtp.AccessTokens;
import org.valija.simulator.smtp.SimulatedSmtp;
import org.valija.simulator.tls.Certificates;
import org.valija.simulator.web.RequestLog;
import org.valija.simulator.web.StyleSheet;
import org.valija.simulator.web.WebServer;

/**
 * A running simulator: a Google, an SMTP server that believes its tokens, and an inbox. On loopback only; several may
 * run in one process. Thread-safe.
 */
public final class Simulator implements AutoCloseable {

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ExecutorService executor;
    private final CountDownLatch closing;
    private final Certificates certificates;
    private final WebServer web;
    private final SimulatedGoogle google;
    private final SimulatedSmtp smtp;
    private final Inbox inbox;

    private Simulator(
            ExecutorService executor,
            CountDownLatch closing,
            Certificates certificates,
            WebServer web,
            SimulatedGoogle google,
            SimulatedSmtp smtp,
            Inbox inbox) {
        this.executor = executor;
        this.closing = closing;
        this.certificates = certificates;
        this.web = web;
        this.google = google;
        this.smtp = smtp;
        this.inbox = inbox;
    }

    /**
     * Starts all servers; when this returns, they answer.
     *
     * @throws java.io.UncheckedIOException when a port is taken or the data folder cannot be used; nothing runs then
     */
    public static Simulator start(SimulatorOptions options) {
        ExecutorService executor = Executors.newCachedThreadPool(daemons());
        CountDownLatch closing = new CountDownLatch(1);
        Clock clock = options.clock();
        RequestLog log = new RequestLog(clock);
        Inbox inbox = new Inbox(clock);
        Deque<Runnable> undo = new ArrayDeque<>(List.of(executor::shutdownNow));
        try {
            // Making the CA takes most of the time, so the web server starts meanwhile.
            FutureTask<Certificates> opening =
                    new FutureTask<>(() -> Certificates.open(options.dataFolder(), Clock.systemUTC()));
            executor.execute(opening);
            WebServer web = WebServer.start(options.httpPort(), executor, log);
            undo.push(web::close);
            Certificates certificates = result(opening);
            undo.push(certificates::close);
            SimulatedGoogle google = SimulatedGoogle.serve(web, clock, log, inbox, executor, closing);
            SimulatedSmtp smtp = SimulatedSmtp.start(
                    options.smtpPort(),
                    options.smtpsPort(),
                    permitting(google),
                    certificates,
                    inbox,
                    executor,
                    closing);
            Simulator simulator = new Simulator(executor, closing, certificates, web, google, smtp, inbox);
            simulator.addPages();
            return simulator;
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
    }

    private static <T> T result(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while starting", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("The simulator cannot start", e);
        }
    }

    /** The base address of all pages and endpoints, and the issuer; no slash at its end. */
    public URI httpUri() {
        return web.uri();
    }

    /** The port that begins in clear and offers STARTTLS. */
    public int smtpPort() {
        return smtp.port();
    }

    /** The port with TLS from the first octet. */
    public int smtpsPort() {
        return smtp.implicitTlsPort();
    }

    /** The CA that issued the SMTP server's certificate, in PEM. */
    public String caCertificatePem() {
        return certificates.caPem();
    }

    /** A file with {@link #caCertificatePem()}; without a data folder it is deleted by {@link #close()}. */
    public Path caCertificateFile() {
        return certificates.caFile();
    }

    public SimulatedGoogle google() {
        return google;
    }

    public SimulatedSmtp smtp() {
        return smtp;
    }

    public Inbox inbox() {
        return inbox;
    }

    /** Closes ports and connections. Calling it again does nothing. */
    @Override
    public void close() {
        closing.countDown();
        smtp.close();
        web.close();
        executor.shutdownNow();
        certificates.close();
    }

    private void addPages() {
        ControlEndpoint control = new ControlEndpoint(this);
        IndexPage index = new IndexPage(this);
        web.route("GET", "/simulator.css", StyleSheet.load());
        web.route("GET", "/", index);
        web.route("POST", "/control/*", control.guarded());
        InboxEndpoints.serve(inbox, web);
    }

    private static AccessTokens permitting(SimulatedGoogle google) {
        return (user, token) -> google.liveToken(token)
                .filter(live -> live.account().address().equalsIgnoreCase(user))
                .filter(live -> live.scopes().contains(Scopes.MAIL))
                .isPresent();
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "simulator-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
