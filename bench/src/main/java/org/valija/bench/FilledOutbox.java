package org.valija.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.valija.sql.Dialect;

/** An outbox with a past and with mail that waits, written by SQL as years would have written it. */
final class FilledOutbox {

    private static final String SERIES =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)";

    private FilledOutbox() {}

    /**
     * Fills an outbox whose tables are there and empty.
     *
     * @param delivered mails in the archive, with an attempt each, over the last hundred days
     * @param waiting mails of 100 octets on ten accounts that a person has paused
     */
    static void fill(DataSource dataSource, int delivered, int waiting) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            boolean sqlite = Dialect.of(connection) == Dialect.SQLITE;
            connection.setAutoCommit(false);
            statement.executeUpdate(archive(sqlite, delivered));
            statement.executeUpdate(attempts(sqlite, delivered));
            statement.executeUpdate("""
                    INSERT INTO outbox_account (emails_id, fence, hold_reason, held_at)
                    %s SELECT 1000 + i, 1, 'BY_HAND', %s FROM n
                    """.formatted(SERIES.formatted(10), now(sqlite)));
            int contents = delivered + waiting;
            statement.executeUpdate("""
                    INSERT INTO outbox_content (id, octets, staged_at, accepted, sha256, whole) %s
                    %s SELECT %d + i, 100, %s, %s, %s, %s FROM n
                    """.formatted(
                            sqlite ? "" : "OVERRIDING SYSTEM VALUE",
                            SERIES.formatted(waiting),
                            contents,
                            now(sqlite),
                            sqlite ? "1" : "TRUE",
                            sqlite ? "zeroblob(32)" : "decode(repeat('00', 32), 'hex')",
                            sqlite ? "zeroblob(100)" : "decode(repeat('00', 100), 'hex')"));
            statement.executeUpdate(waiting(sqlite, delivered, waiting, contents));
            if (!sqlite) {
                restart(statement, "outbox_message", delivered + waiting);
                restart(statement, "outbox_content", contents + waiting);
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute(sqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "VACUUM ANALYZE");
        }
    }

    private static String archive(boolean sqlite, int delivered) {
        return """
                INSERT INTO outbox_archive (id, emails_id, lane, state, accepted_at, ended_at, sender, recipients,
                  message_id, subject, attempts, unknowns, detail, octets, smtputf8)
                %s SELECT i, 1000 + i %% 50, 3, CASE WHEN i %% 200 = 0 THEN 'FAILED' ELSE 'SENT' END, %s, %s,
                  'user' || (i %% 50) || '@bench.example', 'persona' || i || '@cliente.example',
                  '<' || i || '.archive@bench.example>', 'Constancia de retenciones ' || i, 1, 0,
                  '250 2.0.0 OK queued as ' || i, 10240, %s FROM n
                """.formatted(SERIES.formatted(delivered), day(sqlite), day(sqlite), sqlite ? "0" : "FALSE");
    }

    private static String attempts(boolean sqlite, int delivered) {
        return """
                INSERT INTO outbox_attempt (message_id, number, begun_at, ended_at, node, outcome, detail)
                %s SELECT i, 1, %s, %s, 'node-1', 'DELIVERED', '250 2.0.0 OK queued as ' || i FROM n
                """.formatted(SERIES.formatted(delivered), day(sqlite), day(sqlite));
    }

    private static String waiting(boolean sqlite, int delivered, int waiting, int contents) {
        return """
                INSERT INTO outbox_message (id, emails_id, lane, state, due_at, accepted_at, sender, recipients,
                  message_id, subject, smtputf8, attempts, octets, content_id) %s
                %s SELECT %d + i, 1001 + i %% 10, 3, 'QUEUED', %s, %s, 'user@bench.example',
                  'persona' || i || '@cliente.example', '<' || i || '.waiting@bench.example>',
                  'Constancia de retenciones ' || i, %s, 0, 100, %d + i FROM n
                """.formatted(
                        sqlite ? "" : "OVERRIDING SYSTEM VALUE",
                        SERIES.formatted(waiting),
                        delivered,
                        sqlite ? "'1970-01-01T00:00:00.000Z'" : "'epoch'::timestamptz",
                        now(sqlite),
                        sqlite ? "0" : "FALSE",
                        contents);
    }

    private static void restart(Statement statement, String table, int last) throws SQLException {
        statement.execute("ALTER TABLE " + table + " ALTER COLUMN id RESTART WITH " + (last + 1L));
    }

    private static String now(boolean sqlite) {
        return sqlite ? "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')" : "now()";
    }

    /** One of the last hundred days, the same for rows that lie together. */
    private static String day(boolean sqlite) {
        return sqlite
                ? "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-' || (100 - i / 10000) || ' days')"
                : "now() - make_interval(days => 100 - i / 10000)";
    }
}
