package org.valija.server.sessions;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.stereotype.Component;

/** The sessions of one user, on whichever node. Thread-safe. */
@Component
public class UserSessions {

    private final WebSessionTable table;

    UserSessions(WebSessionTable table) {
        this.table = table;
    }

    /** Ends them all with the caller's transaction; gives how many there were. Each next request has to enter again. */
    public int end(Connection connection, String userCode) throws SQLException {
        return table.deleteOfUser(connection, userCode);
    }
}
