package org.valija.server.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.SealBrokenException;
import org.valija.oauth.VaultAdministration;
import org.valija.oauth.VaultKeyException;
import org.valija.outbox.Lane;
import org.valija.outbox.LaneStanding;
import org.valija.outbox.Outbox;
import org.valija.server.ValijaProperties;
import org.valija.server.outbox.NodeIdentity;
import org.valija.server.outbox.OutboxStandings;
import org.valija.server.recovery.RecoveryRoad;
import org.valija.sql.Database;

/** What of an installation's health the database tells. Each throws where it does not answer. Thread-safe. */
@Component
class DatabaseChecks {

    private static final Duration APART = Duration.ofSeconds(5);
    private static final Duration KEYS_AGAIN = Duration.ofMinutes(1);
    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final int DAYS_TO_RENEW = 14;

    private final Database database;
    private final DataSource dataSource;
    private final ValijaProperties properties;
    private final OperationsProperties limits;
    private final OAuth oauth;
    private final Outbox outbox;
    private final OutboxStandings standings;
    private final ObjectProvider<NodeIdentity> identity;
    private final RecoveryRoad recovery;
    private final ApplicationContext context;
    private final Clock clock;
    private volatile Instant keysRight = Instant.EPOCH;

    DatabaseChecks(
            Database database,
            DataSource dataSource,
            ValijaProperties properties,
            OperationsProperties limits,
            OAuth oauth,
            Outbox outbox,
            OutboxStandings standings,
            ObjectProvider<NodeIdentity> identity,
            RecoveryRoad recovery,
            ApplicationContext context,
            Clock clock) {
        this.database = database;
        this.dataSource = dataSource;
        this.properties = properties;
        this.limits = limits;
        this.oauth = oauth;
        this.outbox = outbox;
        this.standings = standings;
        this.identity = identity;
        this.recovery = recovery;
        this.context = context;
        this.clock = clock;
    }

    /** Whether it answers at all, and how far its clock is from ours. */
    List<Finding> ping() {
        long begun = System.nanoTime();
        Instant there = database.run(database.dialect()::now);
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        Duration apart = Duration.between(clock.instant(), there).abs();
        Map<String, Object> figures = Map.of("secondsApart", apart.toSeconds());
        return List.of(
                Finding.good(Check.DATABASE, Map.of("millis", millis)),
                apart.compareTo(APART) > 0
                        ? Finding.bad(Check.CLOCK, Level.DEGRADED, "apart", figures, apart.toSeconds())
                        : Finding.good(Check.CLOCK, figures));
    }

    /** Everything else. */
    List<Finding> all() {
        List<Grant> grants = oauth.vault().grants();
        return List.of(keys(), worker(), outbox(), accounts(grants), recovery(grants), clients());
    }

    /** A key service is not asked at every look. */
    private Finding keys() {
        Instant now = clock.instant();
        if (keysRight.plus(KEYS_AGAIN).isBefore(now)) {
            try {
                new VaultAdministration(dataSource, properties.keyFile(), clock).check();
                keysRight = now;
            } catch (VaultKeyException e) {
                return Finding.bad(
                        Check.KEYS,
                        Level.DOWN,
                        "wrong",
                        Map.of(),
                        properties.keyFile().path().toString(),
                        e.problem().name());
            }
        }
        return Finding.good(Check.KEYS, Map.of());
    }

    private Finding worker() {
        String own = identity.getObject().name();
        List<OutboxStandings.Node> nodes = standings.nodes();
        long alive = nodes.stream().filter(OutboxStandings.Node::alive).count();
        Map<String, Object> figures = Map.of("node", own, "nodesAlive", alive);
        boolean beats = nodes.stream().anyMatch(node -> node.name().equals(own) && node.alive());
        boolean starting = System.currentTimeMillis() - context.getStartupDate() < STARTING.toMillis();
        return beats || starting
                ? Finding.good(Check.WORKER, figures)
                : Finding.bad(Check.WORKER, Level.DEGRADED, "silent", figures, own);
    }

    private Finding outbox() {
        Instant now = clock.instant();
        Map<String, Object> figures = new LinkedHashMap<>();
        Optional<Lane> late = Optional.empty();
        long lateMinutes = 0;
        for (LaneStanding lane : outbox.lanes()) {
            Duration waits = lane.oldestDue()
                    .map(since -> Duration.between(since, now))
                    .filter(Duration::isPositive)
                    .orElse(Duration.ZERO);
            figures.put(lane.lane().name().toLowerCase(Locale.ROOT) + "OldestDueSeconds", waits.toSeconds());
            Duration limit = lane.lane() == Lane.BULK ? limits.bulkLate() : limits.late();
            if (late.isEmpty() && waits.compareTo(limit) > 0) {
                late = Optional.of(lane.lane());
                lateMinutes = waits.toMinutes();
            }
        }
        return late.isEmpty()
                ? Finding.good(Check.OUTBOX, figures)
                : Finding.bad(
                        Check.OUTBOX,
                        Level.DEGRADED,
                        "late",
                        figures,
                        lateMinutes,
                        late.get().name());
    }

    private static Finding accounts(List<Grant> grants) {
        long users = count(grants, GrantState.NEEDS_AUTHENTICATION);
        long administrators = count(grants, GrantState.NEEDS_ADMIN);
        Map<String, Object> figures = Map.of(
                "connected", count(grants, GrantState.CONNECTED),
                "needsAuthentication", users,
                "needsAdministrator", administrators);
        if (administrators > 0) {
            return Finding.bad(Check.ACCOUNTS, Level.DEGRADED, "admin", figures, administrators);
        }
        return users > 0
                ? Finding.bad(Check.ACCOUNTS, Level.DEGRADED, "authentication", figures, users)
                : Finding.good(Check.ACCOUNTS, figures);
    }

    private static long count(List<Grant> grants, GrantState state) {
        return grants.stream().filter(grant -> grant.state() == state).count();
    }

    /** An installation that has no account yet cannot have chosen one. */
    private Finding recovery(List<Grant> grants) {
        boolean open = recovery.isOpen();
        Map<String, Object> figures = Map.of("open", open);
        return open || grants.isEmpty()
                ? Finding.good(Check.RECOVERY, figures)
                : Finding.bad(Check.RECOVERY, Level.DEGRADED, "closed", figures);
    }

    private Finding clients() {
        Map<String, Object> figures = new LinkedHashMap<>();
        List<Finding> ending = new ArrayList<>();
        for (Provider provider : oauth.providers().all()) {
            Optional<Instant> end;
            try {
                end = oauth.currentClient(provider.id()).flatMap(OAuthClient::secretExpiresAt);
            } catch (SealBrokenException e) {
                ending.add(Finding.bad(Check.CLIENTS, Level.DEGRADED, "unreadable", Map.of(), provider.name()));
                continue;
            }
            if (end.isPresent()) {
                long days = Duration.between(clock.instant(), end.get()).toDays();
                figures.put("provider" + provider.id() + "SecretDays", days);
                if (days < DAYS_TO_RENEW) {
                    ending.add(Finding.bad(
                            Check.CLIENTS,
                            Level.DEGRADED,
                            days < 0 ? "ended" : "ending",
                            Map.of(),
                            provider.name(),
                            days));
                }
            }
        }
        return ending.stream()
                .findFirst()
                .map(first -> new Finding(first.check(), first.level(), first.problem(), first.arguments(), figures))
                .orElseGet(() -> Finding.good(Check.CLIENTS, figures));
    }
}
