package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.valija.oauth.Grant;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_account}: an account's fence, and what keeps its mail from leaving. */
final class AccountTable {

    private static final String SELECT = "SELECT emails_id, fence, ordered, hold_reason, hold_cause, hold_detail,"
            + " held_at, held_while, held_connected_at, resume_at, failures, minute, minute_mails FROM outbox_account";

    private final Dialect dialect;

    AccountTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /** A row; without a hold but with {@code resumeAt} the account waits a little. */
    record Row(
            long grantId,
            long fence,
            boolean ordered,
            Optional<AccountHold> hold,
            Optional<Instant> resumeAt,
            int failures,
            Optional<Instant> minute,
            int minuteMails) {

        boolean mayGo(Instant now) {
            return resumeAt.map(time -> !time.isAfter(now)).orElse(hold.isEmpty());
        }
    }

    /** Makes the row where it is missing, and gives its drain a new fence. */
    long nextFence(Connection connection, long grantId) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO outbox_account (emails_id, fence) VALUES (?, 1)
                ON CONFLICT (emails_id) DO UPDATE SET fence = outbox_account.fence + 1 RETURNING fence
                """)) {
            upsert.setLong(1, grantId);
            try (ResultSet rows = upsert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    Optional<Row> find(Connection connection, long grantId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SELECT + " WHERE emails_id = ?")) {
            query.setLong(1, grantId);
            return read(query).stream().findFirst();
        }
    }

    List<Row> all(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SELECT + " ORDER BY emails_id")) {
            return read(query);
        }
    }

    /** Those that wait for somebody. */
    List<Row> held(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SELECT + " WHERE hold_reason IS NOT NULL")) {
            return read(query);
        }
    }

    /** Notes what keeps the account from sending; one of the same kind keeps its time, and what a person has stopped stays so. */
    void stop(
            Connection connection,
            long grantId,
            Trouble trouble,
            Optional<Instant> resumeAt,
            Optional<Grant> grant,
            Instant now)
            throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO outbox_account (emails_id, fence, hold_reason, hold_cause, hold_detail, held_at, held_while,
                  held_connected_at, resume_at, failures)
                VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, 1)
                ON CONFLICT (emails_id) DO UPDATE SET
                  held_at = CASE WHEN outbox_account.hold_reason = excluded.hold_reason THEN outbox_account.held_at
                    ELSE excluded.held_at END,
                  hold_reason = excluded.hold_reason, hold_cause = excluded.hold_cause,
                  hold_detail = excluded.hold_detail, held_while = excluded.held_while,
                  held_connected_at = excluded.held_connected_at, resume_at = excluded.resume_at,
                  failures = outbox_account.failures + 1
                WHERE outbox_account.hold_reason IS NULL OR outbox_account.hold_reason <> 'BY_HAND'
                """)) {
            upsert.setLong(1, grantId);
            upsert.setString(2, trouble.kind().map(HoldKind::name).orElse(null));
            upsert.setString(3, trouble.cause());
            upsert.setString(4, trouble.detail());
            dialect.bind(upsert, 5, now);
            upsert.setString(6, grant.map(known -> known.state().name()).orElse(null));
            dialect.bind(upsert, 7, grant.map(Grant::connectedAt));
            dialect.bind(upsert, 8, resumeAt);
            upsert.executeUpdate();
        }
    }

    /** Ends what kept the account from sending; whether there was anything. */
    boolean resume(Connection connection, long grantId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE outbox_account SET hold_reason = NULL, hold_cause = NULL, hold_detail = NULL, held_at = NULL,
                  held_while = NULL, held_connected_at = NULL, resume_at = NULL
                WHERE emails_id = ? AND (hold_reason IS NOT NULL OR resume_at IS NOT NULL)
                """)) {
            update.setLong(1, grantId);
            return update.executeUpdate() == 1;
        }
    }

    /** It works again; what a person has stopped stays so. */
    void succeeded(Connection connection, long grantId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE outbox_account SET failures = 0, hold_reason = NULL, hold_cause = NULL, hold_detail = NULL,
                  held_at = NULL, held_while = NULL, held_connected_at = NULL, resume_at = NULL
                WHERE emails_id = ? AND failures > 0 AND (hold_reason IS NULL OR hold_reason <> 'BY_HAND')
                """)) {
            update.setLong(1, grantId);
            update.executeUpdate();
        }
    }

    /** Counts mails that are begun in this minute. */
    void countMinute(Connection connection, long grantId, Instant now, int mails) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE outbox_account SET minute_mails = CASE WHEN minute = ? THEN minute_mails + ? ELSE ? END, minute = ?
                WHERE emails_id = ?
                """)) {
            Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
            dialect.bind(update, 1, minute);
            update.setInt(2, mails);
            update.setInt(3, mails);
            dialect.bind(update, 4, minute);
            update.setLong(5, grantId);
            update.executeUpdate();
        }
    }

    void setOrdered(Connection connection, long grantId, boolean ordered) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO outbox_account (emails_id, fence, ordered) VALUES (?, 0, ?)
                ON CONFLICT (emails_id) DO UPDATE SET ordered = excluded.ordered
                """)) {
            upsert.setLong(1, grantId);
            upsert.setBoolean(2, ordered);
            upsert.executeUpdate();
        }
    }

    private List<Row> read(PreparedStatement query) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(row(rows));
            }
        }
        return found;
    }

    private Row row(ResultSet rows) throws SQLException {
        long grantId = rows.getLong("emails_id");
        Optional<Instant> resumeAt = dialect.instant(rows, "resume_at");
        String kind = rows.getString("hold_reason");
        Optional<AccountHold> hold = kind == null
                ? Optional.empty()
                : Optional.of(new AccountHold(
                        grantId,
                        HoldKind.valueOf(kind),
                        rows.getString("hold_cause"),
                        rows.getString("hold_detail"),
                        dialect.instant(rows, "held_at").orElseThrow(),
                        Optional.ofNullable(rows.getString("held_while")),
                        dialect.instant(rows, "held_connected_at"),
                        resumeAt));
        return new Row(
                grantId,
                rows.getLong("fence"),
                rows.getBoolean("ordered"),
                hold,
                resumeAt,
                rows.getInt("failures"),
                dialect.instant(rows, "minute"),
                rows.getInt("minute_mails"));
    }
}
