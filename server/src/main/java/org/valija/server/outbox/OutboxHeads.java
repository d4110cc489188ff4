package org.valija.server.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.MailSender;
import org.valija.mail.SendingQuota;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.outbox.AccountHold;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxHour;
import org.valija.outbox.WaitingCount;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.AccountView;
import org.valija.server.outbox.OutboxHead.AccountHealth;
import org.valija.server.outbox.OutboxHead.Chip;
import org.valija.server.outbox.OutboxHead.Left;
import org.valija.server.outbox.OutgoingMails.Scope;
import org.valija.server.web.Attention;
import org.valija.sql.DatabaseException;

/** Puts the head of <em>Bandeja de salida</em> together, and knows what waits for somebody. */
@Component
class OutboxHeads implements Attention {

    private static final int MOST_BATCHES = 5;
    /** Quotas are counted for so many accounts that are well. */
    private static final int MOST_COUNTED = 12;

    private final Outbox outbox;
    private final OutboxSnapshot snapshot;
    private final OutgoingMails mails;
    private final MailWords words;
    private final AccountOwners owners;
    private final MailSender sender;

    OutboxHeads(
            Outbox outbox,
            OutboxSnapshot snapshot,
            OutgoingMails mails,
            MailWords words,
            AccountOwners owners,
            MailSender sender) {
        this.outbox = outbox;
        this.snapshot = snapshot;
        this.mails = mails;
        this.words = words;
        this.owners = owners;
        this.sender = sender;
    }

    @Override
    public String path() {
        return OutboxController.PATH;
    }

    @Override
    public String key() {
        return "outbox.nav.attention";
    }

    @Override
    public long count() {
        try {
            Scope scope = mails.scope();
            return mails.theirs(scope, snapshot.now().waiting()).stream()
                    .filter(OutboxHeads::waitsForSomebody)
                    .mapToLong(WaitingCount::mails)
                    .sum();
        } catch (DatabaseException e) {
            // The page says so by itself, if it needs the database.
            return 0;
        }
    }

    private static boolean waitsForSomebody(WaitingCount count) {
        return switch (count.state()) {
            case UNKNOWN -> true;
            case HELD ->
                count.held()
                        .filter(kind -> switch (kind) {
                            case NEEDS_AUTHENTICATION, NEEDS_ADMIN, SENDER_NOT_ALLOWED -> true;
                            case QUOTA_REACHED, PROVIDER_DOWN, BY_HAND -> false;
                        })
                        .isPresent();
            default -> false;
        };
    }

    /** Whoever opens the page sees what is there now; only what renews itself may be a second old. */
    void lookAnew() {
        snapshot.forget();
    }

    /**
     * The head as it is now.
     *
     * @param scope whose mail is counted
     * @param shown mails of the list that had not ended when it was made
     */
    OutboxHead head(Scope scope, Collection<Long> shown) {
        OutboxSnapshot.Taken now = snapshot.now();
        List<WaitingCount> waiting = mails.theirs(mails.scope(), now.waiting());
        List<AccountHealth> troubled = new ArrayList<>();
        List<AccountHealth> well = new ArrayList<>();
        for (AccountView view : owners.visible()) {
            List<WaitingCount> counts = waiting.stream()
                    .filter(count -> count.grantId() == view.grant().id())
                    .toList();
            boolean forgotten = view.grant().state() == GrantState.DISCONNECTED && counts.isEmpty();
            if (!forgotten) {
                AccountHealth health = health(view, now.hold(view.grant().id()), counts, well.size() < MOST_COUNTED);
                (health.say().isPresent() || health.unknown() > 0 ? troubled : well).add(health);
            }
        }
        troubled.sort(Comparator.comparing(health -> !health.tone().equals("bad")));
        return new OutboxHead(
                troubled,
                well,
                scope.isNothing() ? List.of() : outbox.batchesUnderWay(scope.accounts(), MOST_BATCHES),
                chips(scope, waiting, now.hours()),
                words.views(mails.seen(scope, shown)));
    }

    private AccountHealth health(
            AccountView view, Optional<AccountHold> hold, List<WaitingCount> counts, boolean counted) {
        Grant grant = view.grant();
        long held = sum(counts, MessageState.HELD);
        long unknown = sum(counts, MessageState.UNKNOWN);
        long all = counts.stream().mapToLong(WaitingCount::mails).sum();
        boolean permission = grant.state() == GrantState.NEEDS_AUTHENTICATION
                || hold.filter(found -> found.kind() == HoldKind.NEEDS_AUTHENTICATION)
                        .isPresent();
        boolean ofQuota =
                hold.filter(found -> found.kind() == HoldKind.QUOTA_REACHED).isPresent();
        Optional<Left> left =
                ofQuota || (counted && hold.isEmpty() && view.connected()) ? left(grant) : Optional.empty();
        String limit =
                left.map(quota -> words.text("outbox.number", quota.ofDay())).orElse("");
        return new AccountHealth(
                grant.id(),
                grant.email(),
                grant.userCode(),
                tone(view, hold, unknown),
                hold.map(found -> "outbox.account." + found.kind())
                        .orElseGet(() -> state(view, all - held - unknown, unknown)),
                all,
                held,
                unknown,
                owners.seesAll() || owners.isOwn(grant),
                hold.map(found -> words.say(found, grant, held, limit))
                        .or(() -> grant.state() == GrantState.DISCONNECTED && held == 0
                                ? Optional.empty()
                                : view.trouble()),
                permission || grant.state() == GrantState.DISCONNECTED || mendedByAuthenticating(hold),
                hold.isPresent() && !permission,
                hold.filter(found -> found.kind() == HoldKind.BY_HAND).isPresent(),
                left);
    }

    private static boolean mendedByAuthenticating(Optional<AccountHold> hold) {
        return hold.flatMap(AccountHold::diagnosis)
                .map(Diagnosis::cause)
                .filter(cause -> cause.mendedByAuthenticating())
                .isPresent();
    }

    private static String tone(AccountView view, Optional<AccountHold> hold, long unknown) {
        return hold.map(found -> switch (found.kind()) {
                    case NEEDS_AUTHENTICATION, NEEDS_ADMIN, SENDER_NOT_ALLOWED -> "bad";
                    case QUOTA_REACHED, PROVIDER_DOWN -> "warn";
                    case BY_HAND -> "idle";
                })
                .orElseGet(() -> unknown > 0 && view.tone().equals("ok") ? "warn" : view.tone());
    }

    private static String state(AccountView view, long going, long unknown) {
        if (!view.connected()) {
            return "accounts.state." + view.grant().state();
        }
        return unknown > 0 ? "outbox.account.UNKNOWN" : going > 0 ? "outbox.account.going" : "outbox.account.well";
    }

    private Optional<Left> left(Grant grant) {
        SendingQuota quota = sender.quotaOf(grant);
        return quota.mailsPerDay() == SendingQuota.UNBOUNDED
                ? Optional.empty()
                : Optional.of(new Left(
                        Math.max(
                                0,
                                quota.mailsPerDay()
                                        - outbox.usedOfDay(grant.id()).mails()),
                        quota.mailsPerDay()));
    }

    private static List<Chip> chips(Scope scope, List<WaitingCount> waiting, List<OutboxHour> ofAll) {
        Map<MessageState, Long> counts = new EnumMap<>(MessageState.class);
        waiting.stream()
                .filter(count -> scope.contains(count.grantId()))
                .forEach(count -> counts.merge(count.state(), count.mails(), Long::sum));
        List<OutboxHour> hours =
                ofAll.stream().filter(hour -> scope.contains(hour.grantId())).toList();
        counts.put(MessageState.SENT, sum(hours, OutboxHour::sent));
        counts.put(MessageState.FAILED, sum(hours, OutboxHour::failed));
        counts.put(MessageState.CANCELLED, sum(hours, OutboxHour::cancelled));
        Set<MessageState> ofDay = Set.of(MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED);
        return List.of(
                        MessageState.HELD,
                        MessageState.UNKNOWN,
                        MessageState.FAILED,
                        MessageState.DEFERRED,
                        MessageState.QUEUED,
                        MessageState.SENDING,
                        MessageState.SENT,
                        MessageState.CANCELLED)
                .stream()
                .map(state -> new Chip(
                        state.name(), MailView.tone(state), counts.getOrDefault(state, 0L), ofDay.contains(state)))
                .toList();
    }

    private static long sum(List<WaitingCount> counts, MessageState state) {
        return counts.stream()
                .filter(count -> count.state() == state)
                .mapToLong(WaitingCount::mails)
                .sum();
    }

    private static long sum(List<OutboxHour> hours, ToLongFunction<OutboxHour> what) {
        return hours.stream().mapToLong(what).sum();
    }

    /** The last 24 hours of a scope. */
    HourPlot plot(Scope scope, Instant at) {
        return HourPlot.of(
                snapshot.now().hours().stream()
                        .filter(hour -> scope.contains(hour.grantId()))
                        .toList(),
                at);
    }
}
