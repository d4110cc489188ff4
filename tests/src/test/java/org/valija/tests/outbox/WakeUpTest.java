package org.valija.tests.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.outbox.Outbox;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;
import org.valija.tests.process.Connections;
import org.valija.tests.process.JavaProcess;
import org.valija.tests.vault.SimulatedProvider;

/**
 * No mail is overlooked: processes on one database hand mails in while drains end. A mail's lonely time is that in which it
 * was due, its account not held, and nothing of the account was being sent: from its acceptance, or the end of the account's
 * last attempt before, to its own beginning, less what the machine stood still. A wake-up that is lost is mended by the
 * nodes' sweep, so nobody may be lonely for longer than the sweep's period and a margin for a busy machine, in which a drain
 * is given back, picked, opened and claims.
 */
@ParameterizedClass
@EnumSource
@Tag("faults")
@SuppressWarnings("NullAway.Init")
class WakeUpTest {

    private static final int ENQUEUES = Integer.getInteger("valija.enqueues", 5_000);

    /** Not counted: processes that have just been started are slow. */
    private static final int WARM_UP = 3_000;

    private static final int NODES = 3;
    private static final int ACCOUNTS = 24;
    private static final long SWEEP_MILLIS = 250;

    /** Generous, since this is no bench: a mail that no sweep found would wait for the scheduler's own poll, five seconds. */
    private static final long MARGIN_MILLIS = 2_750;

    @Parameter
    TestDatabase kind;

    @TempDir
    Path folder;

    private record Waits(List<Long> told, List<Long> untold, long clock, long stalled) {}

    @Test
    void nobodyWaitsLongerThanTheSweep() throws IOException {
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            DataSource dataSource = kind.migrated();
            Database database = Database.of(dataSource);
            database.run(connection -> execute(connection, Stalls.TABLE));
            List<Long> grants = grants(simulator, dataSource, executor);
            List<JavaProcess> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                nodes.add(JavaProcess.start(
                        WakeUpNode.class,
                        WakeUpNode.arguments(
                                "node-" + i, Connections.url(dataSource), keyFile(), simulator.httpUri(), grants),
                        Duration.ofHours(2)));
            }
            try {
                Waits waits = race(nodes, new Outbox(dataSource, Clock.systemUTC()), database);
                tell(waits);
                assertThat(waits.told().size() + waits.untold().size()).isEqualTo(ENQUEUES / NODES * NODES);
                assertThat(deadlocks(database)).isZero();
                assertThat(max(waits.told())).isLessThanOrEqualTo(SWEEP_MILLIS + MARGIN_MILLIS);
                assertThat(max(waits.untold())).isLessThanOrEqualTo(SWEEP_MILLIS + MARGIN_MILLIS);
            } finally {
                nodes.forEach(JavaProcess::close);
            }
        }
    }

    private Path keyFile() {
        return folder.resolve("valija.keys");
    }

    private List<Long> grants(Simulator simulator, DataSource dataSource, ExecutorService executor) {
        OAuth oauth = new OAuth(new OAuth.Setup(
                dataSource,
                keyFile(),
                SimulatedProvider.at(simulator.httpUri()),
                executor,
                Clock.systemUTC(),
                "console",
                Optional.empty()));
        oauth.saveClient(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
        List<Long> grants = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            String email = "cuenta" + i + "@bajio.example";
            simulator.google().addAccount(email, email);
            grants.add(SimulatedProvider.connect(oauth, "JUAN", email).id());
        }
        return grants;
    }

    private Waits race(List<JavaProcess> nodes, Outbox outbox, Database database) {
        nodes.forEach(node -> node.expect("ready"));
        enqueue(nodes, WARM_UP);
        long counted = System.currentTimeMillis();
        enqueue(nodes, ENQUEUES);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> outbox.waiting().isEmpty());
        List<Stalls.Interval> stalls = new ArrayList<>();
        nodes.forEach(node -> {
            node.tell("stop");
            stalls.addAll(Stalls.parse(node.expect("stalls")));
        });
        nodes.forEach(node -> node.expect("closed"));
        List<Stalls.Interval> merged = Stalls.merged(stalls);
        return database.run(connection -> waits(connection, database, merged, counted));
    }

    private static void enqueue(List<JavaProcess> nodes, int mails) {
        nodes.forEach(node -> node.tell("enqueue " + mails / NODES));
        nodes.forEach(node -> node.expect("enqueued"));
    }

    private Waits waits(Connection connection, Database database, List<Stalls.Interval> stalls, long counted)
            throws SQLException {
        List<Long> told = new ArrayList<>();
        List<Long> untold = new ArrayList<>();
        long byTheClock = 0;
        try (PreparedStatement query = connection.prepareStatement("""
                        SELECT m.emails_id, m.batch, m.accepted_at, a.begun_at, a.ended_at
                        FROM outbox_archive m JOIN outbox_attempt a ON a.message_id = m.id
                        ORDER BY m.emails_id, a.begun_at, m.id
                        """);
                ResultSet rows = query.executeQuery()) {
            long account = -1;
            long busyUntil = 0;
            while (rows.next()) {
                if (rows.getLong(1) != account) {
                    account = rows.getLong(1);
                    busyUntil = 0;
                }
                long accepted = millis(database, rows, 3);
                long begun = millis(database, rows, 4);
                long alone = Math.max(accepted, busyUntil);
                long lonely = Math.max(0, begun - alone - stalled(stalls, alone, begun));
                if (accepted >= counted) {
                    byTheClock = Math.max(byTheClock, begun - alone);
                    (rows.getString(2) == null ? told : untold).add(lonely);
                }
                busyUntil = Math.max(busyUntil, millis(database, rows, 5));
            }
        }
        return new Waits(
                told.stream().sorted().toList(),
                untold.stream().sorted().toList(),
                byTheClock,
                stalls.stream()
                        .mapToLong(interval -> interval.until() - interval.from())
                        .sum());
    }

    private static long millis(Database database, ResultSet rows, int column) throws SQLException {
        return database.dialect().instant(rows, column).orElseThrow().toEpochMilli();
    }

    private static long stalled(List<Stalls.Interval> stalls, long from, long until) {
        return from >= until
                ? 0
                : stalls.stream()
                        .mapToLong(interval -> interval.overlap(from, until))
                        .sum();
    }

    private static long max(List<Long> sorted) {
        return sorted.getLast();
    }

    private void tell(Waits waits) {
        System.out.printf(
                Locale.ROOT, "%s: %,d enqueues by %d processes for %d accounts%n", kind, ENQUEUES, NODES, ACCOUNTS);
        tell("told of", waits.told());
        tell("told of to nobody", waits.untold());
        System.out.printf(
                Locale.ROOT,
                "  the machine stood still for %,d ms, which do not count; with them the longest is %,d ms%n",
                waits.stalled(),
                waits.clock());
    }

    private static void tell(String whose, List<Long> sorted) {
        System.out.printf(
                Locale.ROOT,
                "  lonely times of %,d mails that were %s: median %d ms, p99 %d, p99.9 %d, longest %d; over %d ms: %d%n",
                sorted.size(),
                whose,
                sorted.get(sorted.size() / 2),
                sorted.get((int) (sorted.size() * 0.99)),
                sorted.get((int) (sorted.size() * 0.999)),
                max(sorted),
                SWEEP_MILLIS,
                sorted.stream().filter(millis -> millis > SWEEP_MILLIS).count());
    }

    /** Each costs a second in which nobody sends. */
    private long deadlocks(Database database) {
        if (kind == TestDatabase.SQLITE) {
            return 0;
        }
        return database.run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}
