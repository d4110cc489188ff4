package org.valija.server.alerts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.server.accounts.Accounts;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of events. Fields are added in later versions, never taken away or given another meaning. Thread-safe. */
@Component
class WebhookEvents {

    private final Accounts accounts;
    private final JsonMapper json = JsonMapper.builder().build();

    WebhookEvents(Accounts accounts) {
        this.accounts = accounts;
    }

    /** An alert. */
    String of(String eventId, Condition about, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        about.grantId().ifPresent(id -> data.put("account", account(id, about.email(), about.userCode())));
        about.providerId().ifPresent(id -> data.put("provider", provider(id)));
        switch (about.kind()) {
            case CLIENT_SECRET_EXPIRING -> {
                data.put("expiresOn", about.detail());
                about.days().ifPresent(days -> data.put("daysLeft", days));
            }
            case SYSTEM_MAILBOX_UNAVAILABLE ->
                data.put("accounts", List.of(about.email().split(" ", -1)));
            default -> data.put("cause", about.cause());
        }
        return whole(eventId, about.kind(), at, data);
    }

    /** An account was authenticated. */
    String connected(String eventId, Grant grant, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("account", account(grant.id(), grant.email(), grant.userCode()));
        data.put("provider", provider(grant.providerId()));
        data.put("connectedAt", grant.connectedAt().toString());
        return whole(eventId, EventKind.ACCOUNT_CONNECTED, at, data);
    }

    /** Somebody tries it out. */
    String test(String eventId, Instant at) {
        return whole(eventId, EventKind.WEBHOOK_TEST, at, Map.of());
    }

    private String whole(String eventId, EventKind kind, Instant at, Map<String, Object> data) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", eventId);
        event.put("type", kind.word());
        event.put("createdAt", at.toString());
        event.put("data", data);
        return json.writeValueAsString(event);
    }

    private static Map<String, Object> account(long id, String email, String user) {
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("id", id);
        account.put("email", email);
        account.put("user", user);
        return account;
    }

    private Map<String, Object> provider(int id) {
        Map<String, Object> provider = new LinkedHashMap<>();
        provider.put("id", id);
        provider.put("name", accounts.providerName(id));
        return provider;
    }
}
