package org.valija.server.recovery;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.stereotype.Component;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.outbox.Lane;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;

/**
 * Hands mail of the installation's own to the outbox, in the lane that goes before all others and that nobody reads in the
 * console. Thread-safe.
 */
@Component
public class SystemMails {

    private final Outbox outbox;

    SystemMails(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Hands a mail over with the caller's transaction, after whose commit {@link #wake} lets it leave.
     *
     * @param from as {@link SystemMailbox} gives it
     * @return the mail's number in the outbox
     */
    public long accept(Connection connection, Grant from, OutgoingMail mail) throws SQLException {
        try (MimeContent content = MimeContent.of(mail)) {
            return outbox.enqueue(connection, NewMail.of(from.id(), Lane.RECOVERY, mail), content)
                    .id();
        }
    }

    public void wake(Grant from) {
        outbox.wake(from.id());
    }

    /** Takes a mail back that has not left: what it says does not hold any more. */
    public void withdraw(long id) {
        outbox.cancel(id);
    }
}
