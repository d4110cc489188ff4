package org.valija.bench;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Whether mail survives: nodes are killed, the database is stopped, the mail server misbehaves and a permission ends, while
 * mail is handed in. Not a measurement of speed: any figure but the wanted one fails it.
 */
final class FaultsBench {

    private static final int CONNECTIONS = 16;
    private static final long CONNECT_MILLIS = 5_000;

    private final Report report;
    private final boolean quick;
    private final Path folder;
    private final long seed = Long.getLong("valija.seed", new Random().nextLong(1_000_000));
    private int kills;
    private int restarts;

    private FaultsBench(boolean quick, Path folder) {
        this.report = new Report("faults", quick);
        this.quick = quick;
        this.folder = folder;
    }

    static Report run(boolean quick) {
        try (WorkFolder work = WorkFolder.create()) {
            FaultsBench bench = new FaultsBench(quick, work.path());
            bench.report.line(
                    "seed " + bench.seed + " (-Dvalija.seed repeats what is planned, not what the machine does)");
            try (Databases databases = Databases.start(work.path())) {
                databases.durability().forEach(bench.report::line);
                bench.onPostgres(databases);
                bench.onSqlite();
            }
            bench.report.atLeast("nodes killed", quick ? 6 : 30, (double) bench.kills);
            bench.report.atLeast("PostgreSQL restarted", quick ? 1 : 4, (double) bench.restarts);
            return bench.report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void onPostgres(Databases databases) throws IOException, InterruptedException {
        PGSimpleDataSource postgres = (PGSimpleDataSource) databases.postgres("faults");
        String url = postgres.getURL();
        FaultsTrial.Plan plan = quick
                ? new FaultsTrial.Plan("postgresql", 3, 400, 5, 1, true, Duration.ofMinutes(2))
                : new FaultsTrial.Plan("postgresql", 3, 5_000, 26, 6, false, Duration.ofMinutes(5));
        HikariConfig pool = pool();
        pool.setDataSource(postgres);
        run(
                plan,
                url + (url.contains("?") ? "&" : "?") + "user=" + postgres.getUser(),
                pool,
                Optional.of(new PostgresServer(folder)));
    }

    private void onSqlite() throws IOException, InterruptedException {
        FaultsTrial.Plan plan = quick
                ? new FaultsTrial.Plan("sqlite", 1, 200, 2, 0, true, Duration.ofMinutes(2))
                : new FaultsTrial.Plan("sqlite", 1, 5_000, 12, 0, true, Duration.ofMinutes(5));
        Path file = folder.resolve("faults.db");
        HikariConfig pool = pool();
        pool.setDataSource(Databases.sqlite(file));
        run(plan, "jdbc:sqlite:" + file, pool, Optional.empty());
    }

    private static HikariConfig pool() {
        HikariConfig pool = new HikariConfig();
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setConnectionTimeout(CONNECT_MILLIS);
        return pool;
    }

    private void run(FaultsTrial.Plan plan, String url, HikariConfig pool, Optional<PostgresServer> postgres)
            throws IOException, InterruptedException {
        try (FaultsTrial trial = new FaultsTrial(plan, url, pool, logs(plan), postgres, seed)) {
            trial.run();
            new FaultsAudit(trial, report).run();
            kills += trial.tally().kills;
            restarts += trial.tally().fastStops + trial.tally().immediateStops;
        }
    }

    /** What the nodes say stays, for whoever wants to know why a figure is not as wanted. */
    private static Path logs(FaultsTrial.Plan plan) throws IOException {
        Path logs = Path.of(System.getProperty("valija.home", "."), "bench", "target", "faults", plan.name());
        if (Files.isDirectory(logs)) {
            WorkFolder.delete(logs);
        }
        return Files.createDirectories(logs).toAbsolutePath();
    }
}
