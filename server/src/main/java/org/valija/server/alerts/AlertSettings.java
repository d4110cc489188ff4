package org.valija.server.alerts;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.valija.oauth.Secret;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.secrets.Random256;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.Profiles;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.sql.Database;

/** <em>Avisos</em>: who hears by mail, and which program by the webhook. Thread-safe. */
@Service
class AlertSettings {

    private static final int SHOWN = 50;

    private final AlertTable alerts;
    private final AlertRecipientTable recipients;
    private final WebhookTable webhooks;
    private final WebhookDeliveryTable deliveries;
    private final WebhookQueue queue;
    private final WebhookEvents events;
    private final Users users;
    private final Profiles profiles;
    private final CurrentUser current;
    private final Audit audit;
    private final Database database;
    private final Clock clock;

    AlertSettings(
            AlertTable alerts,
            AlertRecipientTable recipients,
            WebhookTable webhooks,
            WebhookDeliveryTable deliveries,
            WebhookQueue queue,
            WebhookEvents events,
            Users users,
            Profiles profiles,
            CurrentUser current,
            Audit audit,
            Database database,
            Clock clock) {
        this.alerts = alerts;
        this.recipients = recipients;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.queue = queue;
        this.events = events;
        this.users = users;
        this.profiles = profiles;
        this.current = current;
        this.audit = audit;
        this.database = database;
        this.clock = clock;
    }

    /**
     * An administrator who may hear.
     *
     * @param chosen whether they do
     */
    record Recipient(User user, boolean chosen) {}

    /** Administrators, and which of them get alerts by mail. */
    List<Recipient> recipients() {
        current.must(Function.ALERTS, Operation.VIEW);
        Set<String> chosen = recipients.all();
        return administrators().stream()
                .map(user -> new Recipient(user, chosen.contains(user.code())))
                .toList();
    }

    /**
     * Has these get alerts by mail, and further those chosen before whom the present user does not see.
     *
     * @return how many get them now
     * @throws org.springframework.security.access.AccessDeniedException when one of them does not administer, or the user may not
     */
    int sendTo(List<String> codes) {
        current.must(Function.ALERTS, Operation.CHANGE);
        if (!codes(administrators()).containsAll(codes)) {
            throw CurrentUser.denied();
        }
        Set<String> chosen = new TreeSet<>(recipients.all());
        chosen.removeAll(codes(users.visible()));
        chosen.addAll(codes);
        recipients.put(chosen);
        audit.note(AuditEvent.of(AuditAction.ALERTS_CHANGED, "")
                .with(AuditDetail.FIELDS, "recipients")
                .with(AuditDetail.COUNT, chosen.size()));
        return chosen.size();
    }

    private static Set<String> codes(List<User> users) {
        return users.stream().map(User::code).collect(Collectors.toSet());
    }

    private List<User> administrators() {
        return users.visible().stream()
                .filter(User::active)
                .filter(user -> profiles.of(user).administers())
                .toList();
    }

    /** Where events go. */
    Optional<URI> webhook() {
        current.must(Function.ALERTS, Operation.VIEW);
        return webhooks.find().map(Webhook::address);
    }

    /**
     * Has events go there. A further address keeps the secret.
     *
     * @return the secret, when it is a new one
     */
    Optional<Secret> post(URI address) {
        current.must(Function.ALERTS, Operation.CHANGE);
        Optional<Secret> kept = webhooks.find().map(Webhook::secret);
        Secret secret = kept.orElseGet(AlertSettings::newSecret);
        put(new Webhook(address, secret), "webhook");
        return kept.isPresent() ? Optional.empty() : Optional.of(secret);
    }

    /** Signs with another secret from now on; gives it, where there is a webhook. */
    Optional<Secret> renewSecret() {
        current.must(Function.ALERTS, Operation.CHANGE);
        return webhooks.find().map(webhook -> {
            Secret secret = newSecret();
            put(new Webhook(webhook.address(), secret), "secret");
            return secret;
        });
    }

    private void put(Webhook webhook, String field) {
        database.inTransaction(connection -> {
            webhooks.put(connection, webhook, clock.instant());
            audit.note(
                    connection,
                    AuditEvent.of(AuditAction.ALERTS_CHANGED, webhook.address().getHost())
                            .with(AuditDetail.FIELDS, field));
            return true;
        });
    }

    private static Secret newSecret() {
        return Secret.of("whsec_" + Random256.next());
    }

    /** Posts nothing any more; what is on its way is given up. */
    void stopPosting() {
        current.must(Function.ALERTS, Operation.CHANGE);
        database.inTransaction(connection -> {
            webhooks.delete(connection);
            deliveries.giveUpAll(connection);
            audit.note(
                    connection,
                    AuditEvent.of(AuditAction.ALERTS_CHANGED, "").with(AuditDetail.FIELDS, "webhook-removed"));
            return true;
        });
    }

    /** Posts an event to try it out; gives how that went, where there is a webhook. */
    Optional<WebhookDelivery> tryOut() {
        current.must(Function.ALERTS, Operation.RUN);
        return webhooks.find().map(webhook -> {
            String id = WebhookQueue.newId();
            return queue.send(webhook, id, EventKind.WEBHOOK_TEST, events.test(id, clock.instant()));
        });
    }

    /** The latest events that were posted. */
    List<WebhookDelivery> deliveries() {
        current.must(Function.ALERTS, Operation.VIEW);
        return deliveries.latest(SHOWN);
    }

    /** The latest alerts, those that last first. */
    List<Alert> alerts() {
        current.must(Function.ALERTS, Operation.VIEW);
        return alerts.latest(SHOWN);
    }
}
