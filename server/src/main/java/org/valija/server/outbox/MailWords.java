package org.valija.server.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.outbox.AccountHold;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.accounts.Accounts;
import org.valija.server.web.Moments;
import org.valija.server.web.Say;

/**
 * What is said of mails and held accounts. A diagnosis says what to do to send a mail; the outbox does much of that by itself,
 * and then says so instead.
 */
@Component
public class MailWords {

    private final OAuth oauth;
    private final Outbox outbox;
    private final Accounts accounts;
    private final OutboxSnapshot snapshot;
    private final Moments moments;
    private final MessageSource messages;
    private final Clock clock;

    MailWords(
            OAuth oauth,
            Outbox outbox,
            Accounts accounts,
            OutboxSnapshot snapshot,
            Moments moments,
            MessageSource messages,
            Clock clock) {
        this.oauth = oauth;
        this.outbox = outbox;
        this.accounts = accounts;
        this.snapshot = snapshot;
        this.moments = moments;
        this.messages = messages;
        this.clock = clock;
    }

    /** A mail as its page shows it. */
    public MailView view(OutboxMail mail) {
        boolean accountHeld = mail.state() == MessageState.HELD
                && outbox.holds().stream().anyMatch(hold -> hold.grantId() == mail.grantId());
        return view(mail, oauth.vault().grant(mail.grantId()), accountHeld);
    }

    /** Mails as a list shows them. */
    public List<MailView> views(List<OutboxMail> mails) {
        Map<Long, Optional<Grant>> grants = new HashMap<>();
        OutboxSnapshot.Taken now = snapshot.now();
        return mails.stream()
                .map(mail -> view(
                        mail,
                        grants.computeIfAbsent(
                                mail.grantId(), id -> oauth.vault().grant(id)),
                        now.hold(mail.grantId()).isPresent()))
                .toList();
    }

    private MailView view(OutboxMail mail, Optional<Grant> grant, boolean accountHeld) {
        Instant now = clock.instant();
        boolean waits = mail.state() == MessageState.QUEUED || mail.state() == MessageState.DEFERRED;
        Optional<Instant> next = waits || mail.state() == MessageState.HELD
                ? Optional.of(mail.dueAt()).filter(due -> due.isAfter(now))
                : Optional.empty();
        Optional<HoldKind> held = mail.state() == MessageState.HELD ? mail.held() : Optional.empty();
        boolean authenticates =
                held.filter(kind -> kind == HoldKind.NEEDS_AUTHENTICATION).isPresent();
        return new MailView(
                mail,
                grant.map(Grant::email).orElse(mail.envelope().sender().address()),
                mail.state() == MessageState.SENDING || (waits && next.isEmpty()),
                held,
                next,
                trouble(mail, grant, next, accountHeld),
                authenticates,
                held.isPresent() && !authenticates && accountHeld,
                MailAction.of(mail));
    }

    private Optional<Say> trouble(OutboxMail mail, Optional<Grant> grant, Optional<Instant> next, boolean accountHeld) {
        return switch (mail.state()) {
            case SENDING, SENT -> Optional.empty();
            case CANCELLED -> Optional.of(own("cancelled", ""));
            case QUEUED, DEFERRED -> next.map(when -> waiting(mail, grant, when));
            case HELD -> Optional.of(held(mail, grant, next, accountHeld));
            case FAILED -> Optional.of(said(mail, grant));
            case UNKNOWN ->
                Optional.of(
                        mail.endedAt().isPresent()
                                ? own("settled", mail.detail())
                                : said(mail, grant, text("outbox.unknown.todo", address(mail, grant))));
        };
    }

    private Say waiting(OutboxMail mail, Optional<Grant> grant, Instant when) {
        if (mail.cause().isEmpty()) {
            return own("later", "", moments.say(when));
        }
        boolean twice = mail.cause().equals(Optional.of(Cause.DELIVERY_UNKNOWN.code()))
                || mail.cause().equals(Optional.of(Cause.DELIVERY_INTERRUPTED.code()));
        return said(mail, grant, text(twice ? "outbox.again.twice" : "outbox.again", moments.say(when)));
    }

    private Say held(OutboxMail mail, Optional<Grant> grant, Optional<Instant> next, boolean accountHeld) {
        String address = address(mail, grant);
        String when = next.map(moments::say).orElseGet(() -> text("outbox.soon"));
        return switch (mail.held().orElse(HoldKind.BY_HAND)) {
            case BY_HAND -> accountHeld ? own("paused", "", address) : own("held", "");
            case QUOTA_REACHED -> said(mail, grant, text("outbox.again", when));
            case PROVIDER_DOWN -> said(mail, grant, text("outbox.again", when));
            case NEEDS_ADMIN -> asked(diagnosis(mail, grant), when);
            case NEEDS_AUTHENTICATION, SENDER_NOT_ALLOWED -> said(mail, grant);
        };
    }

    /** What keeps an account's mail from leaving. */
    Say say(AccountHold hold, Grant grant, long mails, String limit) {
        String when = hold.resumeAt()
                .filter(time -> time.isAfter(clock.instant()))
                .map(moments::say)
                .orElseGet(() -> text("outbox.soon"));
        String provider = accounts.providerName(grant.providerId());
        Optional<Diagnosis> known = ofAccount(grant, hold.diagnosis());
        return switch (hold.kind()) {
            case BY_HAND ->
                new Say(
                        text("outbox.pause.what", grant.email()),
                        text("outbox.pause.side", moments.say(hold.since())),
                        text("outbox.pause.todo", mails),
                        "");
            case QUOTA_REACHED ->
                new Say(
                        text(
                                limit.isEmpty() ? "outbox.quota.what" : "outbox.quota.what.limit",
                                provider,
                                grant.email(),
                                limit),
                        text("outbox.quota.side"),
                        text("outbox.quota.todo", mails, when),
                        hold.detail());
            case PROVIDER_DOWN ->
                known.map(diagnosis -> instead(diagnosis, text("outbox.again", when)))
                        .orElseGet(() -> own("other", hold.detail()));
            case NEEDS_ADMIN -> asked(known, when);
            case NEEDS_AUTHENTICATION, SENDER_NOT_ALLOWED ->
                known.map(Say::of).orElseGet(() -> own("other", hold.detail()));
        };
    }

    /** What the attempt's cause means, in words. */
    public Optional<Diagnosis.Text> words(Optional<String> cause) {
        return cause.flatMap(Cause::ofCode).map(known -> Diagnosis.of(known).text(LocaleContextHolder.getLocale()));
    }

    private Say asked(Optional<Diagnosis> known, String when) {
        return known.map(diagnosis -> {
                    Say say = Say.of(diagnosis);
                    return new Say(say.what(), say.side(), say.todo() + " " + text("outbox.admin", when), say.code());
                })
                .orElseGet(() -> own("other", ""));
    }

    private Say said(OutboxMail mail, Optional<Grant> grant) {
        return diagnosis(mail, grant).map(Say::of).orElseGet(() -> own("other", mail.detail()));
    }

    private Say said(OutboxMail mail, Optional<Grant> grant, String todo) {
        return diagnosis(mail, grant)
                .map(diagnosis -> instead(diagnosis, todo))
                .orElseGet(() -> own("other", mail.detail()));
    }

    private static Say instead(Diagnosis diagnosis, String todo) {
        Say say = Say.of(diagnosis);
        return new Say(say.what(), say.side(), todo, say.code());
    }

    private Optional<Diagnosis> diagnosis(OutboxMail mail, Optional<Grant> grant) {
        if (grant.isEmpty()) {
            return mail.diagnosis()
                    .map(known -> known.about(mail.envelope().sender().address()));
        }
        boolean held = mail.state() == MessageState.HELD;
        return held
                ? ofAccount(grant.get(), mail.diagnosis())
                : mail.diagnosis().map(known -> at(known, grant.get()));
    }

    /** What the account itself knows of its permission is the better reason. */
    private Optional<Diagnosis> ofAccount(Grant grant, Optional<Diagnosis> known) {
        boolean permission = grant.state() == GrantState.NEEDS_AUTHENTICATION
                || known.filter(diagnosis -> diagnosis.cause() == Cause.GRANT_REVOKED)
                        .isPresent();
        return (permission ? accounts.diagnosis(grant).or(() -> known) : known).map(diagnosis -> at(diagnosis, grant));
    }

    private Diagnosis at(Diagnosis diagnosis, Grant grant) {
        return diagnosis.about(grant.email()).at(accounts.providerName(grant.providerId()));
    }

    private static String address(OutboxMail mail, Optional<Grant> grant) {
        return grant.map(Grant::email).orElse(mail.envelope().sender().address());
    }

    /** Three parts of our own under one key. */
    private Say own(String key, String code, Object... arguments) {
        return new Say(
                text("outbox." + key + ".what", arguments),
                text("outbox." + key + ".side", arguments),
                text("outbox." + key + ".todo", arguments),
                code);
    }

    String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
