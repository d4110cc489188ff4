package org.valija.server.recovery;

import org.springframework.stereotype.Component;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.web.Attention;
import org.valija.sql.DatabaseException;

/** Tells administrators at every page while no link reaches anybody. */
@Component
class MailboxAttention implements Attention {

    private final SystemMailbox mailbox;
    private final CurrentUser current;

    MailboxAttention(SystemMailbox mailbox, CurrentUser current) {
        this.mailbox = mailbox;
        this.current = current;
    }

    @Override
    public String path() {
        return MailboxController.PATH;
    }

    @Override
    public long count() {
        try {
            return current.may(Function.SYSTEM_MAILBOX, Operation.VIEW)
                            && mailbox.trouble().isPresent()
                    ? 1
                    : 0;
        } catch (DatabaseException e) {
            // The page says so by itself, if it needs the database.
            return 0;
        }
    }

    @Override
    public String key() {
        return "mailbox.nav.attention";
    }
}
