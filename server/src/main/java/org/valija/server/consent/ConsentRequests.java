package org.valija.server.consent;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Grant;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.accounts.Accounts;
import org.valija.server.accounts.Authentication;
import org.valija.server.accounts.Authentication.Way;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.consent.ConsentForm.How;
import org.valija.server.consent.ConsentView.MailStanding;
import org.valija.server.recovery.SystemMailbox;
import org.valija.server.recovery.SystemMails;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.server.web.FieldErrors;
import org.valija.sql.Database;

/** What a person at the console does with links: asks, asks again, takes back, and sees how far each is. Thread-safe. */
@Service
class ConsentRequests {

    private static final int SHOWN = 200;

    private final ConsentLinkTable table;
    private final ConsentLinks links;
    private final ConsentMails mails;
    private final ConsentCheck check;
    private final ConsentProperties properties;
    private final SystemMailbox mailbox;
    private final SystemMails systemMails;
    private final Outbox outbox;
    private final Accounts accounts;
    private final Authentication authentication;
    private final Users users;
    private final CurrentUser current;
    private final Audit audit;
    private final Database database;
    private final Clock clock;

    ConsentRequests(
            ConsentLinkTable table,
            ConsentLinks links,
            ConsentMails mails,
            ConsentCheck check,
            ConsentProperties properties,
            SystemMailbox mailbox,
            SystemMails systemMails,
            Outbox outbox,
            Accounts accounts,
            Authentication authentication,
            Users users,
            CurrentUser current,
            Audit audit,
            Database database,
            Clock clock) {
        this.table = table;
        this.links = links;
        this.mails = mails;
        this.check = check;
        this.properties = properties;
        this.mailbox = mailbox;
        this.systemMails = systemMails;
        this.outbox = outbox;
        this.accounts = accounts;
        this.authentication = authentication;
        this.users = users;
        this.current = current;
        this.audit = audit;
        this.database = database;
        this.clock = clock;
    }

    /**
     * A link that was made.
     *
     * @param from the account that its mail leaves from; empty when the address is to be shown
     */
    record Made(BegunConsent begun, URI address, Optional<Grant> from) {}

    /** The requests, the latest first: all for who administers, else those for the present user. That they have seen which were given, and which ended without, is noted. */
    List<ConsentView> all() {
        current.must(Function.CONSENT, Operation.VIEW);
        List<ConsentLink> requests = table.requests(SHOWN);
        Set<String> fresh = Set.copyOf(table.notice(current.code(), clock.instant()));
        return requests.stream()
                .filter(this::isVisible)
                .map(link -> view(link, fresh.contains(link.id())))
                .toList();
    }

    /** How many of the present user's requests were given, or ended without, since they last looked. */
    long unnoticed() {
        return current.may(Function.CONSENT, Operation.VIEW) ? table.unnoticed(current.code(), clock.instant()) : 0;
    }

    /** For whom an authorisation may be asked. */
    List<User> possibleUsers() {
        current.must(Function.CONSENT, Operation.CREATE);
        return users.visible().stream().filter(User::active).toList();
    }

    FieldErrors check(ConsentForm form) {
        current.must(Function.CONSENT, Operation.CREATE);
        return check.check(form, possibleUsers(), mailbox.sender().isPresent());
    }

    /**
     * Asks.
     *
     * @param form without errors
     * @throws org.springframework.security.access.AccessDeniedException for a user that the present one does not manage
     * @throws AuthorizationException when no client is registered at the provider
     */
    Made ask(ConsentForm form, URI console) {
        current.must(Function.CONSENT, Operation.CREATE);
        current.mustBe(form.user());
        BegunConsent begun = links.prepare(new NewConsent(
                ConsentOrigin.ADMINISTRATOR,
                Optional.empty(),
                current.code(),
                form.user(),
                form.providerId(),
                form.email(),
                properties.life()));
        Optional<String> to = form.how() == How.MAIL ? Optional.of(form.mailTo()) : Optional.empty();
        return make(begun, to, console, false);
    }

    /**
     * Makes another address for a request; the one that was given out before opens nothing from then on.
     *
     * @return empty when there is no such request, or it was given meanwhile
     */
    Optional<Made> askAgain(String id, How how, URI console) {
        current.must(Function.CONSENT, Operation.RUN);
        Optional<ConsentLink> known = request(id).filter(link -> links.state(link) != ConsentState.DONE);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        ConsentLink old = known.get();
        old.outboxId().ifPresent(systemMails::withdraw);
        BegunConsent begun = BegunConsent.of(old.again(clock.instant().plus(properties.life())));
        Optional<String> to = how == How.MAIL
                ? old.mailTo().or(() -> users.find(old.userCode()).map(User::recoveryEmail))
                : Optional.empty();
        try {
            return Optional.of(make(begun, to.filter(address -> !address.isEmpty()), console, true));
        } catch (GivenMeanwhileException _) {
            return Optional.empty();
        }
    }

    private Made make(BegunConsent begun, Optional<String> to, URI console, boolean again) {
        URI address = begun.address(console);
        Optional<Grant> from = to.flatMap(_ -> mailbox.sender());
        Optional<OutgoingMail> mail = from.map(grant -> mail(grant, begun.link(), to.orElseThrow(), address, console));
        BegunConsent kept = database.inTransaction(connection -> {
            BegunConsent whole = mail.isPresent()
                    ? begun.mailed(to.orElseThrow(), systemMails.accept(connection, from.orElseThrow(), mail.get()))
                    : begun;
            if (!again) {
                links.keep(connection, whole);
            } else if (!table.renew(connection, whole.link(), whole.hash())) {
                throw new GivenMeanwhileException();
            }
            audit.note(
                    connection,
                    ConsentLinks.event(AuditAction.CONSENT_ASKED, whole.link())
                            .with(AuditDetail.EXPIRES, whole.link().expiresAt()));
            return whole;
        });
        from.ifPresent(systemMails::wake);
        return new Made(kept, address, from);
    }

    /** Takes everything back that was written to ask again. */
    private static final class GivenMeanwhileException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private OutgoingMail mail(Grant from, ConsentLink link, String to, URI address, URI console) {
        User owner = users.find(link.userCode()).orElseThrow(CurrentUser::denied);
        boolean byHand = authentication
                .way(link.providerId(), console)
                .filter(Way.BY_HAND::equals)
                .isPresent();
        return mails.ask(from, link, owner, name(current.code()), to, address, byHand);
    }

    /** Takes a request back: its address opens nothing more. False when it was given, or there is none. */
    boolean cancel(String id) {
        current.must(Function.CONSENT, Operation.DELETE);
        Optional<ConsentLink> link = request(id).filter(found -> links.state(found) != ConsentState.DONE);
        boolean cancelled = link.isPresent()
                && database.<Boolean>inTransaction(connection -> {
                    boolean done = table.cancel(connection, id, clock.instant());
                    if (done) {
                        audit.note(connection, ConsentLinks.event(AuditAction.CONSENT_WITHDRAWN, link.get()));
                    }
                    return done;
                });
        if (cancelled) {
            link.flatMap(ConsentLink::outboxId).ifPresent(systemMails::withdraw);
        }
        return cancelled;
    }

    private Optional<ConsentLink> request(String id) {
        return links.find(id)
                .filter(link -> link.origin() != ConsentOrigin.PROGRAM)
                .filter(this::isVisible);
    }

    private boolean isVisible(ConsentLink link) {
        return current.administers() || link.userCode().equals(current.code());
    }

    private ConsentView view(ConsentLink link, boolean fresh) {
        return new ConsentView(
                link,
                links.state(link),
                name(link.asker()),
                accounts.providerName(link.providerId()),
                link.outboxId().flatMap(outbox::find).map(ConsentRequests::standing),
                fresh);
    }

    private static MailStanding standing(OutboxMail mail) {
        return switch (mail.state()) {
            case SENT -> MailStanding.SENT;
            case QUEUED, SENDING, DEFERRED, UNKNOWN -> MailStanding.ON_ITS_WAY;
            case HELD, FAILED, CANCELLED -> MailStanding.STOPPED;
        };
    }

    private String name(String code) {
        return code.isEmpty()
                ? ""
                : users.find(code.toUpperCase(Locale.ROOT))
                        .map(User::name)
                        .filter(name -> !name.isBlank())
                        .orElse(code);
    }
}
