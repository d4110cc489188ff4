package org.valija.server.bulk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.mail.MailSender;
import org.valija.mail.SendingQuota;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.outbox.AccountHold;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.accounts.Accounts;
import org.valija.server.outbox.OutboxStandings;
import org.valija.server.web.Moments;
import org.valija.server.web.Say;

/** How bulk deliveries stand, and what is said of them; it asks for no permission. Thread-safe. */
@Component
class BulkStandings {

    /** Mails by whose ends the pace is known. */
    private static final int PACE = 50;

    private static final int ENOUGH = 5;

    /** A pace that is older says nothing of now. */
    private static final Duration LATELY = Duration.ofSeconds(30);

    private final BulkItemTable items;
    private final Outbox outbox;
    private final OutboxStandings standings;
    private final OAuth oauth;
    private final Accounts accounts;
    private final MailSender sender;
    private final Moments moments;
    private final MessageSource messages;
    private final Clock clock;

    BulkStandings(
            BulkItemTable items,
            Outbox outbox,
            OutboxStandings standings,
            OAuth oauth,
            Accounts accounts,
            MailSender sender,
            Moments moments,
            MessageSource messages,
            Clock clock) {
        this.items = items;
        this.outbox = outbox;
        this.standings = standings;
        this.oauth = oauth;
        this.accounts = accounts;
        this.sender = sender;
        this.moments = moments;
        this.messages = messages;
        this.clock = clock;
    }

    BulkStanding of(BulkDelivery bulk) {
        BulkStanding counted = new BulkStanding(
                bulk,
                items.counts(bulk.id()),
                bulk.state().isStarted() ? outbox.ofBatch(bulk.batch()) : Map.of(),
                Optional.empty(),
                false,
                Optional.empty());
        if (bulk.state() != BulkState.RUNNING || counted.remaining() == 0) {
            return counted;
        }
        Optional<Grant> grant = bulk.grantId().flatMap(oauth.vault()::grant);
        Optional<AccountHold> hold = grant.flatMap(this::hold);
        Optional<Say> ours = bulk.trouble().map(this::later);
        Optional<Say> waits =
                ours.or(() -> hold.flatMap(found -> grant.flatMap(known -> waits(counted, known, found))));
        boolean elsewhere = ours.isEmpty()
                && hold.filter(found -> found.kind() != HoldKind.QUOTA_REACHED).isPresent();
        Optional<String> left = waits.isPresent() ? Optional.empty() : left(counted);
        return new BulkStanding(bulk, counted.items(), counted.mails(), waits, elsewhere, left);
    }

    /** Counts alone, and for one that has ended those that were noted then: for a list of many. */
    BulkStanding briefly(BulkDelivery bulk) {
        return new BulkStanding(
                bulk,
                bulk.state().isEnded() ? Map.of() : items.counts(bulk.id()),
                bulk.state().isStarted() && !bulk.state().isEnded() ? outbox.ofBatch(bulk.batch()) : Map.of(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    /** When so many mails would leave from an account; empty where its provider counts nothing. */
    Optional<Forecast> forecast(Grant grant, long mails, int recipients) {
        SendingQuota quota = sender.quotaOf(grant);
        boolean counts =
                quota.mailsPerDay() != SendingQuota.UNBOUNDED || quota.recipientsPerDay() != SendingQuota.UNBOUNDED;
        return counts
                ? Optional.of(Forecast.of(mails, quota, outbox.usedOfDay(grant.id()), recipients))
                : Optional.empty();
    }

    private Say later(Trouble trouble) {
        String key = trouble.key();
        return new Say(
                text(key + ".what", trouble.arguments().toArray()), text(key + ".side"), text(key + ".todo"), "");
    }

    private Optional<AccountHold> hold(Grant grant) {
        return outbox.holds().stream()
                .filter(found -> found.grantId() == grant.id())
                .findFirst();
    }

    private Optional<Say> waits(BulkStanding standing, Grant grant, AccountHold hold) {
        return hold.kind() == HoldKind.QUOTA_REACHED
                ? Optional.of(quota(standing, grant, hold))
                : Optional.ofNullable(standings.of(List.of(grant)).get(grant.id()))
                        .flatMap(OutboxStandings.Standing::hold)
                        .map(OutboxStandings.Hold::words);
    }

    /** The provider takes no more today: what remains leaves by itself, and when. */
    private Say quota(BulkStanding standing, Grant grant, AccountHold hold) {
        int recipients = standing.bulk().options().copyToMe() ? 2 : 1;
        Optional<Forecast> forecast = forecast(grant, standing.remaining(), recipients);
        long perDay = forecast.map(Forecast::perDay).orElse(0L);
        long days = forecast.map(known -> (standing.remaining() + known.perDay() - 1) / known.perDay())
                .orElse(1L);
        String when = hold.resumeAt()
                .filter(time -> time.isAfter(clock.instant()))
                .map(moments::at)
                .orElseGet(() -> text("bulk.soon"));
        return new Say(
                text(
                        perDay > 0 ? "bulk.quota.what.limit" : "bulk.quota.what",
                        accounts.providerName(grant.providerId()),
                        grant.email(),
                        perDay),
                text("bulk.quota.side"),
                text(days > 1 ? "bulk.quota.todo.days" : "bulk.quota.todo", standing.remaining(), when, days),
                hold.detail());
    }

    /** How long the rest takes at the pace of the last mails. */
    private Optional<String> left(BulkStanding standing) {
        List<Instant> ends = outbox
                .search(MailFilter.ALL.ofBatch(standing.bulk().batch()).in(MessageState.SENT), Optional.empty(), PACE)
                .mails()
                .stream()
                .map(OutboxMail::endedAt)
                .flatMap(Optional::stream)
                .sorted(Comparator.naturalOrder())
                .toList();
        if (ends.size() < ENOUGH || ends.getLast().isBefore(clock.instant().minus(LATELY))) {
            return Optional.empty();
        }
        Duration span = Duration.between(ends.getFirst(), ends.getLast());
        long seconds = span.toMillis() * standing.remaining() / (ends.size() - 1) / 1_000;
        return Optional.of(said(Duration.ofSeconds(seconds)));
    }

    private String said(Duration left) {
        if (left.toMinutes() == 0) {
            return text("bulk.left.soon");
        }
        return left.toHours() == 0
                ? text("bulk.left.minutes", left.toMinutes() + 1)
                : text("bulk.left.hours", left.toHours() + 1);
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
