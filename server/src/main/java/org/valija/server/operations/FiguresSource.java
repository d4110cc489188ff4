package org.valija.server.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.outbox.AccountHold;
import org.valija.outbox.HoldKind;
import org.valija.outbox.Outbox;
import org.valija.server.alerts.AlertStandings;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEntry;
import org.valija.server.audit.AuditFilter;
import org.valija.server.audit.AuditLog;
import org.valija.sql.DatabaseException;

/** Takes the figures, and goes on without what the database does not give. Thread-safe. */
@Component
class FiguresSource {

    /** Before anybody has looked. */
    static final Figures NOTHING = without(new HealthReport(Instant.EPOCH, List.of()));

    private static final AuditFilter BACKUPS = new AuditFilter(
            Set.of(AuditAction.BACKUP_MADE),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "");

    private final Health health;
    private final Outbox outbox;
    private final OAuth oauth;
    private final AlertStandings alerts;
    private final AuditLog audit;

    FiguresSource(Health health, Outbox outbox, OAuth oauth, AlertStandings alerts, AuditLog audit) {
        this.health = health;
        this.outbox = outbox;
        this.oauth = oauth;
        this.alerts = alerts;
        this.audit = audit;
    }

    Figures now() {
        HealthReport report = health.now();
        boolean away = report.of(Check.DATABASE)
                .filter(finding -> finding.level() == Level.DOWN)
                .isPresent();
        if (away) {
            return without(report);
        }
        try {
            Map<GrantState, Long> accounts =
                    oauth.vault().grants().stream().collect(Collectors.groupingBy(Grant::state, Collectors.counting()));
            Map<HoldKind, Long> holds =
                    outbox.holds().stream().collect(Collectors.groupingBy(AccountHold::kind, Collectors.counting()));
            return new Figures(report, outbox.lanes(), accounts, holds, Optional.of(alerts.now()), lastBackup());
        } catch (DatabaseException e) {
            return without(report);
        }
    }

    private static Figures without(HealthReport report) {
        return new Figures(report, List.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** When somebody last made one by the command that notes it. */
    Optional<Instant> lastBackup() {
        return audit.search(BACKUPS, Optional.empty(), 1).stream()
                .map(AuditEntry::at)
                .findFirst();
    }

    AlertStandings alerts() {
        return alerts;
    }

    /** Numbers of the providers that this installation knows. */
    List<Integer> providers() {
        return oauth.providers().all().stream().map(Provider::id).toList();
    }
}
