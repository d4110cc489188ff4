package org.valija.server.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.SealBrokenException;
import org.valija.server.recovery.SystemMailbox;
import org.valija.server.recovery.SystemMailbox.Standing;
import org.valija.server.web.Moments;
import org.valija.sql.Database;

/**
 * Looks at how things are, opens an alert for what somebody must hear of, and ends those that do not hold any more. An alert and
 * its event for the webhook are one transaction. Thread-safe.
 */
@Component
class AlertWatch {

    /** Days before a secret's end; the last is its day. */
    static final List<Integer> STEPS = List.of(0, 1, 7, 14, 30);

    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

    /** A hold that ends by itself sooner is nobody's business. */
    private static final Duration PASSING = Duration.ofMinutes(5);

    private final AlertTable alerts;
    private final ToldConnectionTable told;
    private final WebhookQueue queue;
    private final WebhookEvents events;
    private final OAuth oauth;
    private final AwayProviders away;
    private final SystemMailbox mailbox;
    private final Moments moments;
    private final Database database;
    private final Clock clock;

    AlertWatch(
            AlertTable alerts,
            ToldConnectionTable told,
            WebhookQueue queue,
            WebhookEvents events,
            OAuth oauth,
            AwayProviders away,
            SystemMailbox mailbox,
            Moments moments,
            Database database,
            Clock clock) {
        this.alerts = alerts;
        this.told = told;
        this.queue = queue;
        this.events = events;
        this.oauth = oauth;
        this.away = away;
        this.mailbox = mailbox;
        this.moments = moments;
        this.database = database;
        this.clock = clock;
    }

    /** Looks once. */
    void look() {
        // Before how things are: what another node opens in between is about something that is seen below.
        Map<String, Long> lasting = alerts.lasting().stream()
                .collect(Collectors.toMap(alert -> alert.about().key(), Alert::id));
        List<Grant> grants = oauth.vault().grants();
        tellConnected(grants);
        Map<String, Condition> now = Stream.of(
                        accounts(grants), clients(grants), away.conditions(grants), mailbox(), secrets())
                .flatMap(Function.identity())
                .collect(Collectors.toMap(Condition::key, Function.identity(), (one, same) -> one, LinkedHashMap::new));
        lasting.forEach((key, id) -> {
            if (!now.containsKey(key)) {
                alerts.end(id, clock.instant());
            }
        });
        now.values().stream()
                .filter(condition -> !lasting.containsKey(condition.key()))
                .forEach(this::open);
    }

    private void open(Condition about) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String eventId = WebhookQueue.newId();
        String body = events.of(eventId, about, at);
        boolean opened = database.inTransaction(connection -> {
            if (alerts.open(connection, eventId, about, at).isEmpty()) {
                return false;
            }
            queue.put(connection, eventId, about.kind(), body);
            return true;
        });
        if (opened) {
            LOG.warn("Alert {}: {} {} {}", about.kind().word(), about.email(), about.cause(), about.detail());
        }
    }

    private void tellConnected(List<Grant> grants) {
        Map<Long, Instant> known = told.all();
        for (Grant grant : grants) {
            Instant connected = grant.connectedAt();
            if (grant.state() == GrantState.CONNECTED
                    && Optional.ofNullable(known.get(grant.id()))
                            .filter(before -> !before.isBefore(connected))
                            .isEmpty()) {
                Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                String eventId = WebhookQueue.newId();
                String body = events.connected(eventId, grant, at);
                database.inTransaction(connection -> {
                    if (told.tell(connection, grant.id(), connected)) {
                        queue.put(connection, eventId, EventKind.ACCOUNT_CONNECTED, body);
                    }
                    return true;
                });
            }
        }
    }

    private static Stream<Condition> accounts(List<Grant> grants) {
        return grants.stream()
                .filter(grant -> grant.state() == GrantState.NEEDS_AUTHENTICATION)
                .map(Condition::needsAuthentication);
    }

    private static Stream<Condition> clients(List<Grant> grants) {
        Map<Integer, List<Grant>> waiting = grants.stream()
                .filter(grant -> grant.state() == GrantState.NEEDS_ADMIN)
                .collect(Collectors.groupingBy(Grant::providerId));
        return waiting.values().stream().map(of -> Condition.needsAdmin(of.getFirst(), of.size()));
    }

    private Stream<Condition> mailbox() {
        List<Standing> standings = mailbox.standings();
        Instant longAgo = clock.instant().minus(PASSING);
        boolean none = !standings.isEmpty()
                && standings.stream()
                        .allMatch(standing -> !standing.healthy()
                                && standing.heldSince()
                                        .filter(since -> since.isAfter(longAgo))
                                        .isEmpty());
        return none
                ? Stream.of(Condition.systemMailbox(standings.stream()
                        .map(standing -> standing.grant().email())
                        .collect(Collectors.joining(" "))))
                : Stream.empty();
    }

    private Stream<Condition> secrets() {
        List<Condition> found = new ArrayList<>();
        for (Provider provider : oauth.providers().all()) {
            try {
                oauth.currentClient(provider.id())
                        .flatMap(OAuthClient::secretExpiresAt)
                        .flatMap(end -> secret(provider.id(), moments.dayOf(end)))
                        .ifPresent(found::add);
            } catch (SealBrokenException e) {
                LOG.warn("The client of provider {} does not open: {}", provider.id(), e.getMessage());
            }
        }
        return found.stream();
    }

    private Optional<Condition> secret(int providerId, LocalDate end) {
        int left = (int) ChronoUnit.DAYS.between(moments.today(), end);
        return STEPS.stream()
                .filter(step -> left <= step)
                .min(Comparator.naturalOrder())
                .map(step -> Condition.secretExpires(providerId, end.toString(), step, left));
    }
}
