package org.valija.server.secondfactor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.sessions.UserSessions;
import org.valija.server.users.Users;
import org.valija.sql.Database;

/** Takes a user's second factor away for somebody else, and ends the user's sessions: all of it or nothing. Thread-safe. */
@Component
public class SecondFactorRemoval {

    private final Database database;
    private final SecondFactorTable table;
    private final UserSessions sessions;
    private final Audit audit;

    SecondFactorRemoval(Database database, SecondFactorTable table, UserSessions sessions, Audit audit) {
        this.database = database;
        this.table = table;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** For whoever is at the machine itself; gives how many sessions ended, empty when the user has no second factor. */
    public OptionalInt remove(String code) {
        return database.inTransaction(connection -> remove(connection, Users.canonical(code), "command"));
    }

    /**
     * The same in the caller's transaction.
     *
     * @param means by which it came about, for the audit
     */
    OptionalInt remove(Connection connection, String code, String means) throws SQLException {
        if (!table.delete(connection, code)) {
            return OptionalInt.empty();
        }
        int ended = sessions.end(connection, code);
        audit.note(
                connection,
                AuditEvent.of(AuditAction.SECOND_FACTOR_OFF, code)
                        .with(AuditDetail.MEANS, means)
                        .with(AuditDetail.SESSIONS, ended));
        return OptionalInt.of(ended);
    }
}
