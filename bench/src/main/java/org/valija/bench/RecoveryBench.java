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
 * Whether the time that answers take tells which users exist: of <em>Recuperar clave</em>, where who exists gets a mail, and of
 * entering with a wrong key. As many tries of users that exist as of others, in a random order, each from an address of its own.
 * That the method would find a difference is shown on the same times, with some added to those of users that exist.
 */
final class RecoveryBench {

    /** So unlikely that two equal things, which come out so in one run of a hundred, are taken to differ. */
    private static final double UNLIKELY = 0.01;

    /** Part of the median that somebody far away might still tell. */
    private static final double WITHIN = 0.05;

    /** Added to show that it would be found: reading one row is less, making a link and handing a mail over is more. */
    private static final double RECOVERY_MILLIS = 1;

    /** Likewise: hashing a key, the work that is left out most easily, takes some twenty. */
    private static final double ENTRY_MILLIS = 2;

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
            List<Timed> asked = tries((stranger, code) -> stranger.ask(code), port);
            int mails = simulator.inbox().await(users, PATIENCE).size();
            List<Timed> entered = tries((stranger, code) -> stranger.enter(code), port);
            tell(report, "recovery", asked, RECOVERY_MILLIS);
            report.exactly("mails to users that exist", users, mails);
            tell(report, "entry", entered, ENTRY_MILLIS);
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
                    SELECT 'EXISTE' || i, '', 'u' || i || '@bajio.example', 'SENDER', 1,
                      (SELECT clave_hash FROM app_user WHERE code = 'SUPERVISOR'), 0, 0, '2026-01-01T00:00:00.000Z'
                    FROM n
                    """.formatted(users - 1));
            statement.executeUpdate("INSERT INTO system_mailbox_account (position, emails_id) VALUES (1, " + mailbox + ")");
        }
    }

    /** What a stranger does with a code; gives how long the answer took. */
    private interface Question {
        double millis(Stranger stranger, String code) throws IOException;
    }

    private List<Timed> tries(Question question, int port) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            question.millis(new Stranger(port, addresses++), "CALIENTA" + i);
        }
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            codes.add("EXISTE" + i);
            codes.add("AUSENT" + i);
        }
        Collections.shuffle(codes, new Random());
        List<Timed> tries = new ArrayList<>();
        for (String code : codes) {
            tries.add(new Timed(code.startsWith("EXISTE"), question.millis(new Stranger(port, addresses++), code)));
        }
        return tries;
    }

    private static void tell(Report report, String what, List<Timed> tries, double effect) {
        List<Double> existing = millis(tries, true);
        List<Double> absent = millis(tries, false);
        report.line(
                "  %s, user exists: median %.3f ms of %d tries".formatted(what, Medians.of(existing), existing.size()));
        report.line("  %s, user absent: median %.3f ms of %d tries".formatted(what, Medians.of(absent), absent.size()));
        Indistinguishable seen = Indistinguishable.of(existing, absent);
        Indistinguishable delayed = Indistinguishable.of(
                existing.stream().map(millis -> millis + effect).toList(), absent);
        report.line("  %s, apart by rank: p = %.3f, by mixed labels %.3f; by spread: p = %.3f"
                .formatted(what, seen.rankP(), seen.mixedRankP(), seen.mixedSpreadP()));
        report.line("  %s, with %.0f ms added where the user exists: p = %.6f, by mixed labels %.4f"
                .formatted(what, effect, delayed.rankP(), delayed.mixedRankP()));
        report.figure(what + ".exists.millis", Medians.of(existing));
        report.figure(what + ".absent.millis", Medians.of(absent));
        report.atLeast(what + ": p of their ranks", UNLIKELY, seen.rankP());
        report.atLeast(what + ": p of their ranks, by mixed labels", UNLIKELY, seen.mixedRankP());
        report.atLeast(what + ": p of their spread, by mixed labels", UNLIKELY, seen.mixedSpreadP());
        report.atMost(what + ": medians apart, in parts of one", WITHIN, Math.abs(seen.ratio() - 1));
        report.atMost(
                what + ": p with " + Math.round(effect) + " ms added, which must be found",
                UNLIKELY,
                delayed.mixedRankP());
    }

    private static List<Double> millis(List<Timed> tries, boolean exists) {
        return tries.stream()
                .filter(one -> one.exists() == exists)
                .map(Timed::millis)
                .toList();
    }
}
