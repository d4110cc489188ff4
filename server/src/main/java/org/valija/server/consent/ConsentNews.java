package org.valija.server.consent;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.server.accounts.ConsoleAddress;
import org.valija.server.recovery.SystemMailbox;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** Tells a person who asked for an authorisation, by mail, that it was given. Thread-safe. */
@Component
class ConsentNews {

    private static final Logger LOG = LoggerFactory.getLogger(ConsentNews.class);

    private final ConsentMails mails;
    private final SystemMailbox mailbox;
    private final Users users;
    private final ConsoleAddress console;

    ConsentNews(ConsentMails mails, SystemMailbox mailbox, Users users, ConsoleAddress console) {
        this.mails = mails;
        this.mailbox = mailbox;
        this.users = users;
        this.console = console;
    }

    /**
     * A mail to hand over.
     *
     * @param from the account that it leaves from
     */
    record Ready(Grant from, OutgoingMail mail) {}

    /**
     * The mail for who asked; empty where no account of the system mailbox can send, where they have no address, and where
     * the mailbox is their own, so that it was them who authorised it.
     */
    Optional<Ready> given(ConsentLink link) {
        if (link.origin() != ConsentOrigin.ADMINISTRATOR || link.asker().equals(link.userCode())) {
            return Optional.empty();
        }
        try {
            return users.find(link.asker())
                    .filter(User::active)
                    .filter(asker -> !asker.recoveryEmail().isEmpty())
                    .filter(asker -> !asker.recoveryEmail().equalsIgnoreCase(link.email()))
                    .flatMap(asker -> mailbox.healthy()
                            .map(from -> new Ready(from, mails.given(from, link, asker, console.publicUrl()))));
        } catch (RuntimeException e) {
            // The mailbox is authorised all the same, and the console says so.
            LOG.warn("{} is not told by mail that {} was authorised", link.asker(), link.email(), e);
            return Optional.empty();
        }
    }
}
