package org.valija.server.alerts;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.sql.Database;

/**
 * Events on their way to the webhook: durable, tried again for about three days, each with the same id at every try. It arrives
 * at least once; two may overtake each other. Thread-safe.
 */
@Component
class WebhookQueue {

    /** How long after each try in vain the next one comes; after the last, no more. */
    static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofHours(24),
            Duration.ofHours(24));

    private static final Logger LOG = LoggerFactory.getLogger(WebhookQueue.class);

    /** Longer than a try takes. */
    private static final Duration TRY = Duration.ofMinutes(1);

    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int PORTION = 50;
    private static final int GONE = 410;

    private final WebhookTable webhooks;
    private final WebhookDeliveryTable deliveries;
    private final WebhookCaller caller;
    private final Database database;
    private final Clock clock;
    private final LongAdder givenUp = new LongAdder();
    private volatile boolean stopped;

    WebhookQueue(
            WebhookTable webhooks,
            WebhookDeliveryTable deliveries,
            WebhookCaller caller,
            Database database,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.caller = caller;
        this.database = database;
        this.clock = clock;
    }

    /** An id for a new event. */
    static String newId() {
        return "evt_" + UUID.randomUUID();
    }

    /** Puts an event on its way with the caller's transaction, where there is a webhook. */
    void put(Connection connection, String eventId, EventKind kind, String body) throws SQLException {
        if (webhooks.exists(connection)) {
            deliveries.insert(connection, eventId, kind, body, clock.instant());
        }
    }

    /** Tries what is due. */
    void deliver() {
        List<WebhookDelivery> due = deliveries.due(clock.instant(), PORTION);
        if (due.isEmpty()) {
            return;
        }
        Optional<Webhook> webhook = webhooks.find();
        if (webhook.isPresent()) {
            due.stream().takeWhile(_ -> !stopped).forEach(delivery -> attempt(webhook.get(), delivery));
        }
        deliveries.forget(clock.instant().minus(REMEMBERED));
    }

    /** How many events this process has tried in vain for the last time. */
    long givenUp() {
        return givenUp.sum();
    }

    /** Ends the try under way and begins no other: what is owed stays so, and is tried by the next start or by another node. */
    void stop() {
        stopped = true;
        caller.close();
    }

    /** Sends an event now; gives how that went. It is tried again like any other. */
    WebhookDelivery send(Webhook webhook, String eventId, EventKind kind, String body) {
        long id = database.inTransaction(
                connection -> deliveries.insert(connection, eventId, kind, body, clock.instant()));
        deliveries.find(id).ifPresent(delivery -> attempt(webhook, delivery));
        return deliveries.find(id).orElseThrow();
    }

    private void attempt(Webhook webhook, WebhookDelivery delivery) {
        Instant now = clock.instant();
        if (!deliveries.claim(delivery.id(), delivery.attempts(), now, now.minus(TRY))) {
            return;
        }
        Optional<WebhookCaller.Answer> ended = caller.post(webhook, delivery);
        if (ended.isEmpty()) {
            deliveries.release(delivery.id(), delivery.attempts(), now);
            return;
        }
        note(delivery, ended.get());
    }

    private void note(WebhookDelivery delivery, WebhookCaller.Answer answer) {
        Instant then = clock.instant();
        if (answer.taken()) {
            deliveries.delivered(delivery.id(), answer.status().orElseThrow(), then);
            return;
        }
        boolean last = delivery.attempts() >= PAUSES.size()
                || answer.status().filter(status -> status == GONE).isPresent();
        Optional<Instant> next = last ? Optional.empty() : Optional.of(then.plus(PAUSES.get(delivery.attempts())));
        deliveries.failed(delivery.id(), answer.status(), answer.error(), then, next);
        if (next.isEmpty()) {
            givenUp.increment();
        }
        LOG.warn(
                "Event {} ({}) did not reach the webhook: {}; {}",
                delivery.eventId(),
                delivery.kind().word(),
                answer.error(),
                next.map(at -> "tried again at " + at).orElse("given up"));
    }
}
