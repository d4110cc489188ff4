package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalLong;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_key}. */
final class KeyTable {

    private final Dialect dialect;

    KeyTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Takes a key; on PostgreSQL waits until a transaction that has taken it ends.
     *
     * @return whether nobody had it
     */
    boolean take(Connection connection, String key, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO outbox_key (idempotency_key, accepted_at) VALUES (?, ?) ON CONFLICT (idempotency_key) DO NOTHING
                """)) {
            insert.setString(1, key);
            dialect.bind(insert, 2, now);
            return insert.executeUpdate() == 1;
        }
    }

    void name(Connection connection, String key, long messageId) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE outbox_key SET message_id = ? WHERE idempotency_key = ?")) {
            update.setLong(1, messageId);
            update.setString(2, key);
            update.executeUpdate();
        }
    }

    OptionalLong find(Connection connection, String key) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT message_id FROM outbox_key WHERE idempotency_key = ?")) {
            query.setString(1, key);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }
}
