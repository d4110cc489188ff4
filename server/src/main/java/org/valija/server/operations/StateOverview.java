package org.valija.server.operations;

import java.time.Instant;
import java.util.Comparator;
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
     * @param problems the worst first
     * @param nodes processes that deliver
     * @param lastBackup when the last one by {@code valija backup} was noted
     * @param freeGigabytes of the data folder, in tenths
     */
    record State(
            HealthReport report,
            List<Problem> problems,
            List<OutboxStandings.Node> nodes,
            Optional<Instant> lastBackup,
            String version,
            String java,
            String database,
            String folder,
            Optional<Double> freeGigabytes,
            Optional<Double> totalGigabytes) {

        /** What nobody has to look after. */
        public List<Finding> good() {
            return report.findings().stream()
                    .filter(finding -> finding.problem().isEmpty())
                    .toList();
        }
    }

    /**
     * Something that is wrong.
     *
     * @param step to where it is mended; none where that is not in the console, or not for the present user
     */
    record Problem(Finding finding, Optional<Step> step) {}

    /** A link. */
    record Step(String path, String key) {}

    State now() {
        current.must(Function.OPERATIONS, Operation.VIEW);
        HealthReport report = health.now();
        return new State(
                report,
                problems(report),
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

    private List<Problem> problems(HealthReport report) {
        return report.findings().stream()
                .filter(finding -> !finding.problem().isEmpty())
                .sorted(Comparator.comparing(Finding::level).reversed())
                .map(finding -> new Problem(finding, step(finding)))
                .toList();
    }

    private Optional<Step> step(Finding finding) {
        Check mendedAt = finding.problem().equals("admin") ? Check.CLIENTS : finding.check();
        return switch (mendedAt) {
            case OUTBOX -> step(mendedAt, Function.OUTBOX, "/bandeja");
            case ACCOUNTS -> step(mendedAt, Function.ACCOUNTS, "/cuentas");
            case RECOVERY -> step(mendedAt, Function.SYSTEM_MAILBOX, "/sistema/buzon");
            case CLIENTS -> step(mendedAt, Function.OAUTH_CLIENT, "/sistema/cliente-oauth");
            case CERTIFICATE -> step(mendedAt, Function.OPERATIONS, "/sistema/certificado");
            case DATABASE, DISK, KEYS, WORKER, CLOCK -> Optional.empty();
        };
    }

    private Optional<Step> step(Check check, Function function, String path) {
        return current.may(function, Operation.VIEW)
                ? Optional.of(new Step(path, "health." + check.word() + ".go"))
                : Optional.empty();
    }

    private static Optional<Double> gigabytes(HealthReport report, String figure) {
        return report.of(Check.DISK)
                .map(finding -> finding.figures().get(figure))
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).longValue() / MEBIBYTE * 10 / 1024 / 10.0);
    }
}
