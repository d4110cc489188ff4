package org.valija.server.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/** What the feature that mails come from knows of them when a person acts on them. Implementations are thread-safe. */
public interface MailOrigin {

    /**
     * Those of these mails, which have ended, that must not go any more: what they bring was sent since to one of their
     * addresses. Until the transaction ends, which puts back the others, nothing of theirs is sent anew.
     */
    Set<Long> superseded(Connection connection, Collection<Long> mails) throws SQLException;

    /** A person has acted on these. */
    void changed(Collection<Long> mails);
}
