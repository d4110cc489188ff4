package org.valija.server.alerts;

import com.fasterxml.jackson.annotation.JsonValue;

/** What can be told of. The names stand in the database, the words go to other programs. */
enum EventKind {
    /** A user must authenticate an account again. */
    ACCOUNT_NEEDS_AUTHENTICATION("account.needs-authentication"),
    /** The administrator must mend a provider's client; all its accounts wait. */
    ACCOUNT_NEEDS_ADMIN("account.needs-admin"),
    /** An account was authenticated. */
    ACCOUNT_CONNECTED("account.connected"),
    /** The secret of a provider's client ends soon, or has. */
    CLIENT_SECRET_EXPIRING("client-secret.expiring"),
    /** No account of the system mailbox can send. */
    SYSTEM_MAILBOX_UNAVAILABLE("system-mailbox.unavailable"),
    /** A provider, or the way to it, has long been away; mail of its accounts waits. */
    PROVIDER_UNAVAILABLE("provider.unavailable"),
    /** Somebody tries the webhook out. */
    WEBHOOK_TEST("webhook.test");

    private final String word;

    EventKind(String word) {
        this.word = word;
    }

    /** Whether it lasts, until what it tells of is mended. */
    boolean isAlert() {
        return switch (this) {
            case ACCOUNT_CONNECTED, WEBHOOK_TEST -> false;
            default -> true;
        };
    }

    /** As other programs know it. */
    @JsonValue
    public String word() {
        return word;
    }
}
