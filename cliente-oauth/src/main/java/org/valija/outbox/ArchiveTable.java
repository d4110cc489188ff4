package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_archive}, the mails that ended. */
final class ArchiveTable {

    private final Dialect dialect;

    ArchiveTable(Dialect dialect) {
        this.dialect = dialect;
    }

    void insert(Connection connection, List<OutboxMail> mails) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO outbox_archive (id, emails_id, lane, state, accepted_at, ended_at, sender, recipients,
                  message_id, subject, batch, attempts, unknowns, refused, cause, detail, octets, smtputf8, content_id,
                  sha256)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                  (SELECT c.sha256 FROM outbox_content c WHERE c.id = ?))
                """)) {
            for (OutboxMail mail : mails) {
                ContentId content = mail.content().orElseThrow();
                insert.setLong(1, mail.id());
                insert.setLong(2, mail.grantId());
                insert.setInt(3, mail.lane().number());
                insert.setString(4, mail.state().name());
                dialect.bind(insert, 5, mail.acceptedAt());
                dialect.bind(insert, 6, mail.endedAt().orElseThrow());
                insert.setString(7, mail.envelope().sender().address());
                insert.setString(8, EnvelopeText.recipients(mail.envelope()));
                insert.setString(9, mail.messageId());
                insert.setString(10, mail.subject());
                insert.setString(11, mail.batch().orElse(null));
                insert.setInt(12, mail.attempts());
                insert.setInt(13, mail.unknowns());
                insert.setString(14, mail.refused().isEmpty() ? null : mail.refused());
                insert.setString(15, mail.cause().orElse(null));
                insert.setString(16, mail.detail());
                insert.setLong(17, content.octets());
                insert.setBoolean(18, content.needsSmtpUtf8());
                insert.setLong(19, content.id());
                insert.setLong(20, content.id());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    Optional<OutboxMail> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + Rows.ended(dialect) + " WHERE m.id = ?")) {
            query.setLong(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(Rows.mail(dialect, rows)) : Optional.empty();
            }
        }
    }

    boolean remove(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox_archive WHERE id = ?")) {
            delete.setLong(1, id);
            return delete.executeUpdate() == 1;
        }
    }

    /** Deletes the octets of mails that ended before then and wait for nothing more, at most so many; gives how many. */
    int purgeContents(Connection connection, Instant before, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM outbox_content WHERE id IN (
                  SELECT a.content_id FROM outbox_archive a WHERE a.ended_at < ? AND a.content_id IS NOT NULL LIMIT ?)
                  AND id NOT IN (SELECT m.content_id FROM outbox_message m)
                """)) {
            dialect.bind(delete, 1, before);
            delete.setInt(2, most);
            int purged = delete.executeUpdate();
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE outbox_archive SET content_id = NULL WHERE ended_at < ? AND content_id IS NOT NULL
                      AND NOT EXISTS (SELECT 1 FROM outbox_content c WHERE c.id = outbox_archive.content_id)
                    """)) {
                dialect.bind(update, 1, before);
                update.executeUpdate();
            }
            return purged;
        }
    }

    /**
     * Forgets mails that ended before then, on PostgreSQL whole months of them, elsewhere among so many of the oldest; gives
     * whether there were any.
     */
    boolean forget(Connection connection, Instant before, int most) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            return dropMonthsBefore(connection, before);
        }
        try (PreparedStatement attempts = connection.prepareStatement("""
                        DELETE FROM outbox_attempt WHERE message_id IN (
                          SELECT id FROM (SELECT id, ended_at FROM outbox_archive ORDER BY id LIMIT ?) WHERE ended_at < ?)
                        """);
                PreparedStatement mails = connection.prepareStatement("""
                        DELETE FROM outbox_archive WHERE id IN (
                          SELECT id FROM (SELECT id, ended_at FROM outbox_archive ORDER BY id LIMIT ?) WHERE ended_at < ?)
                        """)) {
            for (PreparedStatement delete : List.of(attempts, mails)) {
                delete.setInt(1, most);
                dialect.bind(delete, 2, before);
            }
            attempts.executeUpdate();
            return mails.executeUpdate() > 0;
        }
    }

    private static boolean dropMonthsBefore(Connection connection, Instant before) throws SQLException {
        YearMonth kept = YearMonth.from(before.atZone(ZoneOffset.UTC));
        boolean any = false;
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'outbox_archive'::regclass AND c.relname LIKE 'outbox\\_archive\\_2%'
                """);
                Statement drop = connection.createStatement();
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String partition = rows.getString(1);
                if (partition.compareTo(partition(kept)) < 0) {
                    drop.execute("DELETE FROM outbox_attempt WHERE message_id IN (SELECT id FROM " + partition + ")");
                    drop.execute("DROP TABLE " + partition);
                    any = true;
                }
            }
        }
        return any;
    }

    /** Sees to it that the months about now have partitions of their own, where the database has such. */
    void preparePartitions(Connection connection, Instant now) throws SQLException {
        if (dialect != Dialect.POSTGRESQL) {
            return;
        }
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
        try (Statement statement = connection.createStatement()) {
            // Two nodes may come to it at the same time.
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('outbox_archive partitions'))");
            for (YearMonth each : List.of(month, month.plusMonths(1))) {
                createPartition(statement, each);
            }
        }
    }

    private static void createPartition(Statement statement, YearMonth month) throws SQLException {
        String from = month.atDay(1) + "T00:00:00Z";
        String to = month.plusMonths(1).atDay(1) + "T00:00:00Z";
        try (ResultSet known = statement.executeQuery("SELECT to_regclass('" + partition(month) + "') IS NOT NULL"
                + " OR EXISTS (SELECT 1 FROM outbox_archive_rest WHERE ended_at >= '" + from + "' AND ended_at < '" + to
                + "')")) {
            known.next();
            if (known.getBoolean(1)) {
                return;
            }
        }
        statement.execute("CREATE TABLE " + partition(month) + " PARTITION OF outbox_archive FOR VALUES FROM ('" + from
                + "') TO ('" + to + "')");
    }

    private static String partition(YearMonth month) {
        return "outbox_archive_%04d_%02d".formatted(month.getYear(), month.getMonthValue());
    }
}
