package org.valija.server.alerts;

import java.util.Optional;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantError;
import org.valija.outbox.AccountHold;

/**
 * Something as it is now that somebody must hear of.
 *
 * @param key names it: the same as long as it lasts, another one when it comes again
 * @param grantId of the account, where it is about one
 * @param providerId of the provider
 * @param email of the account, or of several, one after another
 * @param userCode whose account it is
 * @param cause code of what is wrong
 * @param detail the words that the cause was concluded from, or the day of an end
 * @param days until something ends; zero when it has
 */
record Condition(
        String key,
        EventKind kind,
        Optional<Long> grantId,
        Optional<Integer> providerId,
        String email,
        String userCode,
        String cause,
        String detail,
        Optional<Integer> days) {

    /** An account's permission ended. Authenticated again, it ends anew under another key. */
    static Condition needsAuthentication(Grant grant) {
        return new Condition(
                "account:" + grant.id() + ":" + grant.connectedAt().toEpochMilli(),
                EventKind.ACCOUNT_NEEDS_AUTHENTICATION,
                Optional.of(grant.id()),
                Optional.of(grant.providerId()),
                grant.email(),
                grant.userCode(),
                grant.lastError().map(GrantError::code).orElse(""),
                grant.lastError().map(GrantError::detail).orElse(""),
                Optional.empty());
    }

    /** A provider refuses its client: one alert, however many accounts wait, since they are mended together. */
    static Condition needsAdmin(Grant first, int accounts) {
        return new Condition(
                "client:" + first.providerId(),
                EventKind.ACCOUNT_NEEDS_ADMIN,
                Optional.empty(),
                Optional.of(first.providerId()),
                several(first, accounts),
                "",
                first.lastError().map(GrantError::code).orElse(""),
                first.lastError().map(GrantError::detail).orElse(""),
                Optional.empty());
    }

    /**
     * A client's secret ends.
     *
     * @param day the first on which it may not be good any more
     * @param step the mark that was passed, in days before
     */
    static Condition secretExpires(int providerId, String day, int step, int left) {
        return new Condition(
                "secret:" + providerId + ":" + day + ":" + step,
                EventKind.CLIENT_SECRET_EXPIRING,
                Optional.empty(),
                Optional.of(providerId),
                "",
                "",
                "",
                day,
                Optional.of(Math.max(0, left)));
    }

    /** A provider takes no mail for long: one alert, however many of its accounts wait. */
    static Condition providerAway(Grant first, int accounts, AccountHold hold) {
        return new Condition(
                "provider:" + first.providerId(),
                EventKind.PROVIDER_UNAVAILABLE,
                Optional.empty(),
                Optional.of(first.providerId()),
                several(first, accounts),
                "",
                hold.cause(),
                hold.detail(),
                Optional.empty());
    }

    private static String several(Grant first, int accounts) {
        return first.email() + (accounts > 1 ? " +" + (accounts - 1) : "");
    }

    /** No account of the system mailbox can send. */
    static Condition systemMailbox(String accounts) {
        return new Condition(
                "mailbox",
                EventKind.SYSTEM_MAILBOX_UNAVAILABLE,
                Optional.empty(),
                Optional.empty(),
                accounts,
                "",
                "",
                "",
                Optional.empty());
    }
}
