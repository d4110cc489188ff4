package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_hour}: what each account did in each hour. */
final class HourTable {

    private final Dialect dialect;

    HourTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /** What is added to an account's hour. */
    record Change(int mails, int recipients, int sent, int failed, int cancelled, int unknown) {
        boolean isNothing() {
            return mails == 0 && recipients == 0 && sent == 0 && failed == 0 && cancelled == 0 && unknown == 0;
        }
    }

    /** What counts for a quota in one hour. */
    record Used(Instant hour, int mails, int recipients) {}

    void add(Connection connection, long grantId, Instant now, Change change) throws SQLException {
        if (change.isNothing()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO outbox_hour (emails_id, hour, mails, recipients, sent, failed, cancelled, unknown)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (emails_id, hour) DO UPDATE SET mails = outbox_hour.mails + excluded.mails,
                  recipients = outbox_hour.recipients + excluded.recipients, sent = outbox_hour.sent + excluded.sent,
                  failed = outbox_hour.failed + excluded.failed, cancelled = outbox_hour.cancelled + excluded.cancelled,
                  unknown = outbox_hour.unknown + excluded.unknown
                """)) {
            upsert.setLong(1, grantId);
            dialect.bind(upsert, 2, now.truncatedTo(ChronoUnit.HOURS));
            upsert.setInt(3, change.mails());
            upsert.setInt(4, change.recipients());
            upsert.setInt(5, change.sent());
            upsert.setInt(6, change.failed());
            upsert.setInt(7, change.cancelled());
            upsert.setInt(8, change.unknown());
            upsert.executeUpdate();
        }
    }

    /** Notes how many mails were held in this hour, the most at one time. */
    void held(Connection connection, long grantId, Instant now, long held) throws SQLException {
        String greatest = dialect == Dialect.SQLITE ? "MAX" : "GREATEST";
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO outbox_hour (emails_id, hour, held) VALUES (?, ?, ?) ON CONFLICT (emails_id, hour)"
                        + " DO UPDATE SET held = " + greatest + "(outbox_hour.held, excluded.held)")) {
            upsert.setLong(1, grantId);
            dialect.bind(upsert, 2, now.truncatedTo(ChronoUnit.HOURS));
            upsert.setLong(3, held);
            upsert.executeUpdate();
        }
    }

    /** What an account has used since then, the oldest hour first. */
    List<Used> usedSince(Connection connection, long grantId, Instant since) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT hour, mails, recipients FROM outbox_hour WHERE emails_id = ? AND hour > ? ORDER BY hour")) {
            query.setLong(1, grantId);
            dialect.bind(query, 2, since);
            List<Used> used = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    used.add(new Used(dialect.instant(rows, 1).orElseThrow(), rows.getInt(2), rows.getInt(3)));
                }
            }
            return used;
        }
    }

    /** What accounts did in each hour from one on, the oldest first. */
    List<OutboxHour> since(Connection connection, Instant from) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT emails_id, hour, sent, failed, cancelled, unknown, held FROM outbox_hour WHERE hour >= ?
                ORDER BY hour, emails_id
                """)) {
            dialect.bind(query, 1, from.truncatedTo(ChronoUnit.HOURS));
            List<OutboxHour> hours = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    hours.add(new OutboxHour(
                            rows.getLong(1),
                            dialect.instant(rows, 2).orElseThrow(),
                            rows.getLong(3),
                            rows.getLong(4),
                            rows.getLong(5),
                            rows.getLong(6),
                            rows.getLong(7)));
                }
            }
            return hours;
        }
    }
}
