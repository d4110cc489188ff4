package org.valija.server.operations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.server.ValijaProperties;
import org.valija.server.outbox.OutboxStandings;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.sql.Database;

/** What the page <em>Estado</em> tells; whether the present user may read it is checked here. Thread-safe. */
@Service
class StateOverview {

    private static final long MEBIBYTE = 1024L * 1024;

    private final Health health;
    private final FiguresSource figures;
    private final OutboxStandings standings;
    private final Database database;
    private final ValijaProperties properties;
    private final CurrentUser current;

    StateOverview(
            Health health,
            FiguresSource figures,
            OutboxStandings standings,
            Database database,
            ValijaProperties properties,
            CurrentUser current) {
        this.health = health;
        this.figures = figures;
        this.standings = standings;
        this.database = database;
        this.properties = properties;
        this.current = current;
    }

    /**
     * What is told.
     *
     * @param nodes processes that deliver
     * @param lastBackup when the last one by {@code valija backup} was noted
     * @param freeGigabytes of the data folder, in tenths
     */
    record State(
            HealthReport report,
            List<OutboxStandings.Node> nodes,
            Optional<Instant> lastBackup,
            String version,
            String java,
            String database,
            String folder,
            Optional<Double> freeGigabytes,
            Optional<Double> totalGigabytes) {}

    State now() {
        current.must(Function.OPERATIONS, Operation.VIEW);
        HealthReport report = health.now();
        return new State(
                report,
                standings.nodes(),
                figures.lastBackup(),
                Build.version(),
                Integer.toString(Runtime.version().feature()),
                switch (database.dialect()) {
                    case SQLITE -> "SQLite";
                    case POSTGRESQL -> "PostgreSQL";
                },
                properties.data().toString(),
                gigabytes(report, "freeBytes"),
                gigabytes(report, "totalBytes"));
    }

    private static Optional<Double> gigabytes(HealthReport report, String figure) {
        return report.of(Check.DISK)
                .map(finding -> finding.figures().get(figure))
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).longValue() / MEBIBYTE * 10 / 1024 / 10.0);
    }
}
