package org.valija.server.recovery;

import java.sql.Connection;
import java.sql.SQLException;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.server.users.AddressWatch.Notice;

/** A notice that is a mail from the system mailbox. */
record MailNotice(RecoveryMails mails, Grant from, OutgoingMail mail) implements Notice {

    @Override
    public void put(Connection connection) throws SQLException {
        mails.accept(connection, from, mail);
    }

    @Override
    public void changed() {
        mails.wake(from);
    }
}
