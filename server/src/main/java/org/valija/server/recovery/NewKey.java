package org.valija.server.recovery;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.stereotype.Component;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.sessions.UserSessions;
import org.valija.server.users.KeyReset;
import org.valija.sql.Database;

/**
 * A key in place of one that is forgotten: with it the user's sessions end and all links that were sent are good for nothing.
 * All of it happens or nothing. Thread-safe.
 */
@Component
public class NewKey {

    private final Database database;
    private final KeyReset keys;
    private final UserSessions sessions;
    private final RecoveryLinkTable links;
    private final Audit audit;

    NewKey(Database database, KeyReset keys, UserSessions sessions, RecoveryLinkTable links, Audit audit) {
        this.database = database;
        this.keys = keys;
        this.sessions = sessions;
        this.links = links;
        this.audit = audit;
    }

    /**
     * Sets a key for whoever is at the machine itself.
     *
     * @param code of a user who exists, as it is stored
     * @param mustChange whether somebody else knows the key
     * @return how many sessions ended
     */
    public int set(String code, String key, boolean mustChange) {
        String hash = keys.hash(key);
        return database.inTransaction(connection -> set(connection, code, hash, mustChange, "command"));
    }

    /**
     * The same with the caller's transaction.
     *
     * @param means by which its user is known, for the audit
     */
    int set(Connection connection, String code, String keyHash, boolean mustChange, String means) throws SQLException {
        keys.set(connection, code, keyHash, mustChange);
        links.deleteOfUser(connection, code);
        int ended = sessions.end(connection, code);
        audit.note(
                connection,
                AuditEvent.of(AuditAction.KEY_RESET, code)
                        .with(AuditDetail.MEANS, means)
                        .with(AuditDetail.SESSIONS, ended));
        return ended;
    }
}
