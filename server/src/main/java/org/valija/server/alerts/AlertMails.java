package org.valija.server.alerts;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Grant;
import org.valija.oauth.SealBrokenException;
import org.valija.server.consent.BegunConsent;
import org.valija.server.consent.ConsentLinks;
import org.valija.server.consent.ConsentOrigin;
import org.valija.server.consent.ConsentProperties;
import org.valija.server.consent.NewConsent;
import org.valija.server.recovery.SystemMailbox;
import org.valija.server.recovery.SystemMails;
import org.valija.server.users.Profiles;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.sql.Database;

/**
 * Has alerts leave by mail, each once: from the first account of the system mailbox that can send, to the account's owner with
 * a link to authorise again, and to the administrators who want to hear. Until one can send they wait; what is over by then
 * is not mailed. Thread-safe.
 */
@Component
class AlertMails {

    private static final Logger LOG = LoggerFactory.getLogger(AlertMails.class);

    private final AlertTable alerts;
    private final AlertRecipientTable recipients;
    private final AlertLetters letters;
    private final AlertConsole console;
    private final ConsentLinks links;
    private final ConsentProperties consent;
    private final SystemMailbox mailbox;
    private final SystemMails mails;
    private final Users users;
    private final Profiles profiles;
    private final Database database;
    private final Clock clock;

    AlertMails(
            AlertTable alerts,
            AlertRecipientTable recipients,
            AlertLetters letters,
            AlertConsole console,
            ConsentLinks links,
            ConsentProperties consent,
            SystemMailbox mailbox,
            SystemMails mails,
            Users users,
            Profiles profiles,
            Database database,
            Clock clock) {
        this.alerts = alerts;
        this.recipients = recipients;
        this.letters = letters;
        this.console = console;
        this.links = links;
        this.consent = consent;
        this.mailbox = mailbox;
        this.mails = mails;
        this.users = users;
        this.profiles = profiles;
        this.database = database;
        this.clock = clock;
    }

    /** Hands over the mails of alerts that last and were not mailed. */
    void send() {
        List<Alert> waiting =
                alerts.lasting().stream().filter(Alert::awaitsMail).toList();
        if (waiting.isEmpty()) {
            return;
        }
        mailbox.healthy().ifPresent(from -> waiting.forEach(alert -> trySend(alert, from)));
    }

    /** One that cannot be put together keeps no other from leaving. */
    private void trySend(Alert alert, Grant from) {
        try {
            send(alert, from);
        } catch (RuntimeException e) {
            // Its kind and place alone: what it says may quote the letter, and with it the link.
            LOG.warn(
                    "Alert {} ({}) cannot be mailed and is tried again: {} at {}",
                    alert.eventId(),
                    alert.about().kind().word(),
                    e.getClass().getName(),
                    Stream.of(e.getStackTrace())
                            .map(Object::toString)
                            .findFirst()
                            .orElse("?"));
        }
    }

    private void send(Alert alert, Grant from) {
        Optional<User> owner = owner(alert.about());
        Optional<BegunConsent> begun = owner.flatMap(_ -> consent(alert.about()));
        Optional<OutgoingMail> toOwner =
                owner.map(user -> letters.toOwner(alert, from, user, address(begun), begun.isPresent()));
        List<OutgoingMail> others = toAdministrators(alert, from, owner);
        boolean sent = database.inTransaction(connection -> {
            if (!alerts.mailed(connection, alert.id(), clock.instant())) {
                return false;
            }
            if (toOwner.isPresent()) {
                long id = mails.accept(connection, from, toOwner.get());
                if (begun.isPresent()) {
                    links.keep(connection, begun.get().mailed(owner.get().recoveryEmail(), id));
                }
            }
            for (OutgoingMail mail : others) {
                mails.accept(connection, from, mail);
            }
            return true;
        });
        if (sent) {
            mails.wake(from);
            LOG.info(
                    "Alert {} leaves by {} mails from {}",
                    alert.eventId(),
                    others.size() + (toOwner.isPresent() ? 1 : 0),
                    from.email());
        }
    }

    private URI address(Optional<BegunConsent> begun) {
        return begun.map(link -> link.address(console.base())).orElseGet(console::base);
    }

    private Optional<User> owner(Condition about) {
        return about.kind() == EventKind.ACCOUNT_NEEDS_AUTHENTICATION
                ? users.find(about.userCode()).filter(AlertMails::reachable)
                : Optional.empty();
    }

    /** The link to authorise again; empty while nobody can, for want of a client that opens or of its provider. */
    private Optional<BegunConsent> consent(Condition about) {
        try {
            return Optional.of(links.prepare(new NewConsent(
                    ConsentOrigin.ALERT,
                    Optional.empty(),
                    "",
                    about.userCode(),
                    about.providerId().orElseThrow(),
                    about.email(),
                    consent.life())));
        } catch (AuthorizationException | SealBrokenException | IllegalArgumentException e) {
            LOG.warn("{} gets no link to authorise {} again: {}", about.userCode(), about.email(), e.getMessage());
            return Optional.empty();
        }
    }

    private List<OutgoingMail> toAdministrators(Alert alert, Grant from, Optional<User> owner) {
        Set<String> wanted = recipients.all();
        List<OutgoingMail> found = new ArrayList<>();
        for (String code : wanted) {
            users.find(code)
                    .filter(AlertMails::reachable)
                    .filter(user -> profiles.of(user).administers())
                    .filter(user -> !owner.map(User::code).equals(Optional.of(user.code())))
                    .ifPresent(user -> found.add(letters.toAdministrator(alert, from, user, console.base())));
        }
        return found;
    }

    private static boolean reachable(User user) {
        return user.active() && !user.recoveryEmail().isEmpty();
    }
}
