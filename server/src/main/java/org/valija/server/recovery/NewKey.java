package org.valija.server.recovery;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.stereotype.Component;
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

    NewKey(Database database, KeyReset keys, UserSessions sessions, RecoveryLinkTable links) {
        this.database = database;
        this.keys = keys;
        this.sessions = sessions;
        this.links = links;
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
        return database.inTransaction(connection -> set(connection, code, hash, mustChange));
    }

    /** The same with the caller's transaction. */
    int set(Connection connection, String code, String keyHash, boolean mustChange) throws SQLException {
        keys.set(connection, code, keyHash, mustChange);
        links.deleteOfUser(connection, code);
        return sessions.end(connection, code);
    }
}
