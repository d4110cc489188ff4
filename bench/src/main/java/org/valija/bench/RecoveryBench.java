package org.valija.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.valija.ClienteOauth;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/**
 * Whether the time that <em>Recuperar clave</em> takes to answer tells which users exist: as many tries of users that exist, each
 * of whom gets a mail, as of others, in a random order.
 */
final class RecoveryBench {

    /** Two equal things are further apart than that in one run of 370. */
    private static final double DEVIATIONS = 3;

    private static final String MAILBOX = "sistema@bajio.example";
    private static final int WARM_UP = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Simulator simulator;
    private final Path folder;
    private final int users;
    private int addresses;

    private RecoveryBench(Simulator simulator, Path folder, int users) {
        this.simulator = simulator;
        this.folder = folder;
        this.users = users;
    }

    /** One try. */
    private record Timed(boolean exists, double millis) {}

    static Report run(boolean quick) {
        Report report = new Report("recovery", quick);
        try (WorkFolder work = WorkFolder.create();
                Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            new RecoveryBench(simulator, work.path(), quick ? 60 : 200).measure(report);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void measure(Report report) throws IOException, SQLException, InterruptedException {
        DataSource database = Databases.sqlite(folder.resolve("valija.db"));
        long mailbox = connectMailbox(database);
        configure();
        int port = Programs.freePort();
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("valija.home", "."), "valija")
                                .toString(),
                        "serve",
                        "--data",
                        folder.toString(),
                        "--port",
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.log").toFile())
                .start();
        try {
            awaitService(service, port);
            register(database, mailbox);
            List<Timed> tries = ask(port);
            int mails = simulator.inbox().await(users, PATIENCE).size();
            tell(report, tries, mails);
        } finally {
            service.destroy();
            if (!service.waitFor(20, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        }
    }

    private long connectMailbox(DataSource database) {
        SimulatedGmail gmail = SimulatedGmail.of(simulator);
        try (ClienteOauth cliente = gmail.open(database, folder.resolve("valija.keys"))) {
            SimulatedGmail.register(cliente);
            return SimulatedGmail.authenticate(cliente, "SUPERVISOR", MAILBOX).id();
        }
    }

    private void configure() throws IOException {
        URI google = simulator.httpUri();
        Files.writeString(folder.resolve("valija.yaml"), """
                valija:
                  trusted-certificates: [%s]
                  providers:
                    - id: 1
                      issuer: %s
                      authorization-endpoint: %s
                      token-endpoint: %s
                      revocation-endpoint: %s
                      user-info-endpoint: %s
                      transport: smtp
                      smtp: {host: localhost, port: %d, tls: implicit}
                """.formatted(
                        simulator.caCertificateFile(),
                        google,
                        google.resolve("/o/oauth2/v2/auth"),
                        google.resolve("/token"),
                        google.resolve("/revoke"),
                        google.resolve("/v1/userinfo"),
                        simulator.smtpsPort()));
    }

    private static void awaitService(Process service, int port) throws IOException, InterruptedException {
        // The first start builds what is missing.
        for (int i = 0; i < 60 && service.isAlive(); i++) {
            try {
                Programs.await(port);
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IOException("the service did not start");
    }

    private void register(DataSource database, long mailbox) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                    INSERT INTO app_user (code, name, recovery_email, profile, active, clave_hash, must_change,
                      oauth_option, created_at)
                    SELECT 'EXISTE' || i, '', 'u' || i || '@bajio.example', 'SENDER', 1, 'none', 0, 0,
                      '2026-01-01T00:00:00.000Z' FROM n
                    """.formatted(users - 1));
            statement.executeUpdate("INSERT INTO system_mailbox_account (position, emails_id) VALUES (1, " + mailbox + ")");
        }
    }

    private List<Timed> ask(int port) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            new RecoveryTry(port, addresses++).ask("CALIENTA" + i);
        }
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            codes.add("EXISTE" + i);
            codes.add("AUSENT" + i);
        }
        Collections.shuffle(codes, new Random());
        List<Timed> tries = new ArrayList<>();
        for (String code : codes) {
            tries.add(new Timed(code.startsWith("EXISTE"), new RecoveryTry(port, addresses++).ask(code)));
        }
        return tries;
    }

    private void tell(Report report, List<Timed> tries, int mails) {
        for (boolean exists : new boolean[] {true, false}) {
            List<Double> millis = tries.stream()
                    .filter(one -> one.exists() == exists)
                    .map(Timed::millis)
                    .toList();
            String who = exists ? "exists" : "absent";
            report.line("  user %s: median %.3f ms of %d tries".formatted(who, Medians.of(millis), millis.size()));
            report.figure(who + ".millis", Medians.of(millis));
        }
        double apart = deviations(tries);
        report.line("  apart by rank (Mann-Whitney): %.2f standard deviations".formatted(apart));
        report.figure("deviations", apart);
        report.atMost("answers apart, in standard deviations", DEVIATIONS, Math.abs(apart));
        report.exactly("mails to users that exist", users, mails);
    }

    /** Mann and Whitney's U as a normal deviate: positive where users that exist are answered later. */
    private static double deviations(List<Timed> tries) {
        List<Timed> existing = tries.stream().filter(Timed::exists).toList();
        List<Timed> absent = tries.stream().filter(one -> !one.exists()).toList();
        double later = 0;
        for (Timed one : existing) {
            for (Timed other : absent) {
                later += one.millis() > other.millis() ? 1 : one.millis() == other.millis() ? 0.5 : 0;
            }
        }
        double n = existing.size();
        double m = absent.size();
        return (later - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
    }
}
