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
import java.util.OptionalLong;
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

    /** Notes what keeps the account from sending, as a person says it. */
    void stopByHand(Connection connection, long grantId, Trouble trouble, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO outbox_account (emails_id, fence) VALUES (?, 0) ON CONFLICT (emails_id) DO NOTHING")) {
            insert.setLong(1, grantId);
            insert.executeUpdate();
        }
        stop(connection, grantId, OptionalLong.empty(), trouble, Optional.empty(), Optional.empty(), now);
    }

    /** The same as the drain with this fence says it; what an earlier drain says counts no more. */
    void stop(
            Connection connection,
            long grantId,
            long fence,
            Trouble trouble,
            Optional<Instant> resumeAt,
            Optional<Grant> grant,
            Instant now)
            throws SQLException {
        stop(connection, grantId, OptionalLong.of(fence), trouble, resumeAt, grant, now);
    }

    /**
     * A hold of the same kind keeps its time, and what a person has stopped stays so. A provider that is down stays down while it
     * asks for a little patience.
     */
    private void stop(
            Connection connection,
            long grantId,
            OptionalLong fence,
            Trouble trouble,
            Optional<Instant> resumeAt,
            Optional<Grant> grant,
            Instant now)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("""
                UPDATE outbox_account SET held_at = CASE WHEN hold_reason = ? THEN held_at ELSE ? END,
                  hold_reason = CASE WHEN hold_reason = ? THEN hold_reason ELSE ? END, hold_cause = ?, hold_detail = ?, held_while = ?, held_connected_at = ?, resume_at = ?,
                  failures = failures + 1
                WHERE emails_id = ? AND (hold_reason IS NULL OR hold_reason <> 'BY_HAND')
                """ + (fence.isPresent() ? " AND fence = ?" : ""))) {
            Optional<String> kind = trouble.kind().map(HoldKind::name);
            String kept = kind.orElse(HoldKind.PROVIDER_DOWN.name());
            update.setString(1, kept);
            dialect.bind(update, 2, now);
            update.setString(3, kept);
            update.setString(4, kind.orElse(null));
            update.setString(5, trouble.cause());
            update.setString(6, trouble.detail());
            update.setString(7, grant.map(known -> known.state().name()).orElse(null));
            dialect.bind(update, 8, grant.map(Grant::connectedAt));
            dialect.bind(update, 9, resumeAt);
            update.setLong(10, grantId);
            if (fence.isPresent()) {
                update.setLong(11, fence.getAsLong());
            }
            update.executeUpdate();
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
