package org.valija.server.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.valija.oauth.GrantState;
import org.valija.outbox.HoldKind;
import org.valija.outbox.Lane;
import org.valija.outbox.LaneStanding;
import org.valija.outbox.MessageState;
import org.valija.server.alerts.AlertStandings;

/**
 * What is measured by looking, at one moment. What could not be looked at is not a number.
 *
 * @param lanes of the outbox; empty while the database is away
 * @param accounts how many, by state; empty while the database is away
 * @param holds how many accounts are held, by reason
 * @param alerts how alerts and the webhook's events stand; empty while the database is away
 */
record Figures(
        HealthReport health,
        List<LaneStanding> lanes,
        Map<GrantState, Long> accounts,
        Map<HoldKind, Long> holds,
        Optional<AlertStandings.Standing> alerts,
        Optional<Instant> lastBackup) {

    Figures {
        lanes = List.copyOf(lanes);
        accounts = Map.copyOf(accounts);
        holds = Map.copyOf(holds);
    }

    private boolean isKnown() {
        return !lanes.isEmpty();
    }

    double waiting(Lane lane, MessageState state) {
        return lane(lane)
                .map(found -> found.waiting().getOrDefault(state, 0L).doubleValue())
                .orElse(Double.NaN);
    }

    double oldestDue(Lane lane) {
        return lane(lane).map(found -> age(found.oldestDue())).orElse(Double.NaN);
    }

    /** In seconds; nought for what there is not. */
    private double age(Optional<Instant> since) {
        return since.map(at -> Math.max(0, Duration.between(at, health.at()).toMillis() / 1000.0))
                .orElse(0.0);
    }

    double lasting(String kind) {
        return alerts.map(found -> found.lasting().getOrDefault(kind, 0L).doubleValue())
                .orElse(Double.NaN);
    }

    double unmailed() {
        return alerts.map(found -> (double) found.unmailed().size()).orElse(Double.NaN);
    }

    double oldestUnmailed() {
        return alerts.map(found -> age(found.unmailed().stream().findFirst())).orElse(Double.NaN);
    }

    double owedEvents() {
        return alerts.map(found -> (double) found.owed()).orElse(Double.NaN);
    }

    double oldestOwedEvent() {
        return alerts.map(found -> age(found.oldestOwed())).orElse(Double.NaN);
    }

    private Optional<LaneStanding> lane(Lane lane) {
        return lanes.stream().filter(found -> found.lane() == lane).findFirst();
    }

    double accounts(GrantState state) {
        return isKnown() ? accounts.getOrDefault(state, 0L) : Double.NaN;
    }

    double held(HoldKind kind) {
        return isKnown() ? holds.getOrDefault(kind, 0L) : Double.NaN;
    }

    /** 0 up, 1 degraded, 2 down. */
    double level(Check check) {
        return health.of(check)
                .map(finding -> (double) finding.level().ordinal())
                .orElse(Double.NaN);
    }

    /** A check's figure. */
    double figure(Check check, String name) {
        return health.of(check)
                .map(finding -> finding.figures().get(name))
                .map(value ->
                        value instanceof Number number ? number.doubleValue() : Boolean.TRUE.equals(value) ? 1.0 : 0.0)
                .orElse(Double.NaN);
    }

    double lastBackupSeconds() {
        return lastBackup.map(at -> (double) at.getEpochSecond()).orElse(Double.NaN);
    }
}
