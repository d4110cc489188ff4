package org.valija.server.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code api_request}. Rows are kept as long as the outbox keeps its own keys: for ever. */
@Repository
class ApiRequestTable {

    private final Database database;
    private final Dialect dialect;

    ApiRequestTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** What was asked for under a key, and the mail that came of it. */
    record Known(String fingerprint, long messageId) {}

    Optional<Known> find(String keyHash) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT fingerprint, message_id FROM api_request WHERE key_hash = ?")) {
                query.setString(1, keyHash);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.of(new Known(rows.getString(1), rows.getLong(2))) : Optional.empty();
                }
            }
        });
    }

    /** In the transaction that accepts the mail; a key is written once. */
    void insert(Connection connection, String keyHash, Known known, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO api_request (key_hash, fingerprint, message_id, accepted_at) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, keyHash);
            insert.setString(2, known.fingerprint());
            insert.setLong(3, known.messageId());
            dialect.bind(insert, 4, now);
            insert.executeUpdate();
        }
    }
}
