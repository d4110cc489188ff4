package org.valija.server.sessions;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.sessions.WebSessionTable.Row;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.sql.Database;

/** <em>Sesiones</em>: who has entered from where, on whichever node, and an end to it. Thread-safe. */
@Service
class Sessions {

    /** Shown at once of others' sessions. */
    static final int MOST = 200;

    private final Database database;
    private final WebSessionTable table;
    private final CurrentUser current;
    private final Audit audit;
    private final Clock clock;

    Sessions(Database database, WebSessionTable table, CurrentUser current, Audit audit, Clock clock) {
        this.database = database;
        this.table = table;
        this.current = current;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A session that has not ended.
     *
     * @param handle by which it is ended; nobody enters with it
     * @param here whether it is the one that asks
     */
    record Open(
            String handle,
            String userCode,
            DeviceName device,
            String address,
            Instant since,
            Instant lastUse,
            boolean here) {}

    /**
     * The present user's, the last used first.
     *
     * @param sessionId of the one that asks
     */
    List<Open> own(String sessionId) {
        return open(Optional.of(current.code()), sessionId);
    }

    /** Whether the present user sees others' sessions. */
    boolean seesOthers() {
        return current.administers() && current.may(Function.SESSIONS, Operation.VIEW);
    }

    /** Whether the present user may end others' sessions. */
    boolean endsOthers() {
        return seesOthers() && current.may(Function.SESSIONS, Operation.DELETE);
    }

    /**
     * Others' sessions, the last used first; empty for who does not see them.
     *
     * @param userCode of one user; empty for all
     */
    List<Open> others(Optional<String> userCode) {
        return seesOthers()
                ? open(userCode.map(Users::canonical), "").stream()
                        .filter(session -> !session.userCode().equals(current.code()))
                        .toList()
                : List.of();
    }

    private List<Open> open(Optional<String> userCode, String sessionId) {
        String here = new SessionId(sessionId).hash();
        return table.entered(userCode, clock.instant(), MOST).stream()
                .map(session -> open(session, here))
                .toList();
    }

    private static Open open(Map.Entry<String, Row> session, String here) {
        Row row = session.getValue();
        return new Open(
                session.getKey(),
                row.userCode().orElse(""),
                row.place().device(),
                row.place().address(),
                row.createdAt(),
                row.lastAccessAt(),
                session.getKey().equals(here));
    }

    /**
     * Ends a session; one that has ended meanwhile is no failure.
     *
     * @throws org.springframework.security.access.AccessDeniedException for another's, without the permission; SUPERVISOR's are
     *     ended by SUPERVISOR alone
     */
    void end(String userCode, String handle) {
        if (!current.code().equals(userCode)) {
            current.must(Function.SESSIONS, Operation.DELETE);
            if (!endsOthers() || userCode.equals(User.SUPERVISOR)) {
                throw CurrentUser.denied();
            }
        }
        database.inTransaction(connection -> {
            int ended = table.deleteOfUser(connection, userCode, handle) ? 1 : 0;
            if (ended > 0) {
                audit.note(connection, ended(userCode, ended));
            }
            return ended;
        });
    }

    /** Ends all of the present user's sessions but the one that asks; gives how many there were. */
    int endOwnOthers(String sessionId) {
        String code = current.code();
        return database.inTransaction(connection -> {
            int ended = table.deleteOfUserExcept(connection, code, new SessionId(sessionId).hash());
            audit.note(connection, ended(code, ended));
            return ended;
        });
    }

    private static AuditEvent ended(String userCode, int count) {
        return AuditEvent.of(AuditAction.SESSIONS_ENDED, userCode).with(AuditDetail.SESSIONS, count);
    }
}
