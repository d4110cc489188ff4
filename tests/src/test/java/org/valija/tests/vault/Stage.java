package org.valija.tests.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.valija.oauth.Grant;
import org.valija.oauth.MutableClock;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.Rotation;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;
import org.valija.tests.process.Connections;

/** A database with one grant, the simulated provider, and the nodes that a test starts on them. */
final class Stage implements AutoCloseable {

    static final String USER_CODE = "JUAN";
    static final String EMAIL = "juan.perez@bajio.example";

    /** Longer than an access token lives. */
    static final Duration EXPIRY = Duration.ofHours(2);

    private final MutableClock clock = new MutableClock();
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.defaults().withClock(clock));
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final String databaseUrl;
    private final Database database;
    private final Path folder;
    private Duration ahead = Duration.ZERO;
    final SimulatedGoogle google = simulator.google();
    final Grant grant;

    Stage(TestDatabase kind, Rotation rotation) {
        DataSource dataSource = kind.migrated();
        databaseUrl = Connections.url(dataSource);
        database = Database.of(dataSource);
        google.setRotation(rotation);
        try {
            folder = Files.createTempDirectory("valija-vault");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OAuth oauth = new OAuth(new OAuth.Setup(
                dataSource,
                folder.resolve("valija.keys"),
                SimulatedProvider.at(simulator.httpUri()),
                executor,
                clock,
                "console",
                Optional.empty()));
        oauth.saveClient(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
        grant = SimulatedProvider.connect(oauth, USER_CODE, EMAIL);
    }

    /** How often a case is repeated. */
    static int rounds() {
        return Integer.getInteger("valija.rounds", 3);
    }

    /** A node whose renewals can be stopped; it keeps nothing outside the database. */
    NodeProcess start() {
        return start(false, Optional.empty());
    }

    /** A node that keeps tokens that are not stored in the stage's folder. */
    NodeProcess startWithFolder() {
        return start(false, Optional.of(folder));
    }

    /** A node with a pool, for many threads. */
    NodeProcess startPooled() {
        return start(true, Optional.empty());
    }

    private NodeProcess start(boolean pooled, Optional<Path> unsaved) {
        NodeProcess node = NodeProcess.start(new NodeOptions(
                databaseUrl, folder.resolve("valija.keys"), simulator.httpUri(), ahead, pooled, unsaved));
        nodes.add(node);
        return node;
    }

    /** Lets the access token expire: by the provider's clock, and by those of the nodes given and still to be started. */
    void expire(NodeProcess... alive) {
        clock.forward(EXPIRY);
        ahead = ahead.plus(EXPIRY);
        for (NodeProcess node : alive) {
            node.forward(EXPIRY);
        }
    }

    /**
     * The killed node's lease would hold its successor up for a minute of the database's clock. Rather than sleep, the
     * test moves its end to the past; nothing else of what the dead node left is touched.
     */
    void endLease() {
        endLeaseIn(Duration.ofSeconds(-1));
    }

    /** The same, to a moment still to come. */
    void endLeaseIn(Duration from) {
        int rows = database.inTransaction(connection -> {
            try (var update = connection.prepareStatement(
                    "UPDATE grant_state SET lease_until = ? WHERE lease_until IS NOT NULL")) {
                database.dialect()
                        .bind(update, 1, database.dialect().now(connection).plus(from));
                return update.executeUpdate();
            }
        });
        if (rows != 1) {
            throw new AssertionError("the killed node held no lease");
        }
    }

    boolean isLeased() {
        return database.run(connection -> {
            try (var query = connection.prepareStatement("SELECT lease_until FROM grant_state");
                    ResultSet rows = query.executeQuery()) {
                rows.next();
                return database.dialect()
                        .instant(rows, 1)
                        .filter(database.dialect().now(connection)::isBefore)
                        .isPresent();
            }
        });
    }

    String leaseOwner() {
        return row("SELECT lease_owner FROM grant_state").get(0);
    }

    /** All that the nine columns hold. */
    List<String> emailsRow() {
        return row("SELECT * FROM \"Emails\"");
    }

    /** State, error and the time of the alert. */
    List<String> stateRow() {
        return row("SELECT state, error_code, alert_sent_at FROM grant_state");
    }

    private List<String> row(String sql) {
        return database.run(connection -> row(connection, sql));
    }

    private static List<String> row(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                values.add(String.valueOf(rows.getString(i)));
            }
            if (rows.next()) {
                throw new AssertionError("more than one row");
            }
            return values;
        }
    }

    /** Files with tokens that are not stored. */
    List<Path> unsavedFiles() {
        Path unsaved = folder.resolve("unsaved-tokens");
        if (!Files.isDirectory(unsaved)) {
            return List.of();
        }
        try (var files = Files.list(unsaved)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
        executor.shutdownNow();
        simulator.close();
    }
}
