package org.valija.server.recovery;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.server.ValijaProperties;
import org.valija.server.users.User;

/**
 * The mails of <em>Recuperar clave</em>, of the address it depends on, and of the second factor: what they say, and their way to
 * the outbox. Thread-safe.
 */
@Component
class RecoveryMails {

    private final SystemMails mails;
    private final MessageSource messages;
    private final ValijaProperties properties;
    private final Clock clock;

    RecoveryMails(SystemMails mails, MessageSource messages, ValijaProperties properties, Clock clock) {
        this.mails = mails;
        this.messages = messages;
        this.properties = properties;
        this.clock = clock;
    }

    /** The mail with the link. */
    OutgoingMail link(Grant from, User to, URI link, Locale language) {
        return mail("link", from, to, link.toString(), language);
    }

    /** The mail that says that the key changed. */
    OutgoingMail notice(Grant from, User to, Locale language) {
        return mail("notice", from, to, "", language);
    }

    /** The mail to the recovery address that was, when somebody else has put another in its place. */
    OutgoingMail moved(Grant from, User to, String by, Locale language) {
        return mail("moved", from, to, by, language);
    }

    /** The mail that says that somebody else has taken the second factor away. */
    OutgoingMail removed(Grant from, User to, String by, Locale language) {
        return mail("removed", from, to, by, language);
    }

    private OutgoingMail mail(String key, Grant from, User to, String detail, Locale language) {
        String name = to.name().isBlank() ? to.code() : to.name();
        String company = properties.company().isBlank() ? "" : " (" + properties.company() + ")";
        Object[] arguments = {name, to.code(), company, Recovery.LIFETIME.toMinutes(), detail};
        return OutgoingMail.builder(clock)
                .from(from.email())
                .to(to.recoveryEmail())
                .subject(messages.getMessage("recovery.mail." + key + ".subject", arguments, language))
                .text(messages.getMessage("recovery.mail." + key + ".text", arguments, language))
                .build();
    }

    /** Hands a mail over with the caller's transaction, after whose commit {@link #wake} lets it leave; gives its id. */
    long accept(Connection connection, Grant from, OutgoingMail mail) throws SQLException {
        return mails.accept(connection, from, mail);
    }

    void wake(Grant from) {
        mails.wake(from);
    }
}
