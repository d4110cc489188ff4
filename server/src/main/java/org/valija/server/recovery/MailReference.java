package org.valija.server.recovery;

import java.sql.Connection;
import java.sql.SQLException;

/** Told when a mail of the installation's own leaves under another number in the outbox, from another account. */
public interface MailReference {

    /** Notes the new number with the caller's transaction. */
    void moved(Connection connection, long from, long to) throws SQLException;
}
