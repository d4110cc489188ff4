package org.valija.server.users;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code known_device}. */
@Repository
class KnownDeviceTable {

    private final Database database;
    private final Dialect dialect;

    KnownDeviceTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Whether that user has entered with that browser since then. */
    boolean isKnown(String deviceHash, String userCode, Instant since) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT 1 FROM known_device WHERE device_hash = ? AND user_code = ? AND last_entry_at >= ?")) {
                query.setString(1, deviceHash);
                query.setString(2, userCode);
                dialect.bind(query, 3, since);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next();
                }
            }
        });
    }

    /** Whether anybody has. */
    boolean isKnown(String deviceHash) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT 1 FROM known_device WHERE device_hash = ?")) {
                query.setString(1, deviceHash);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next();
                }
            }
        });
    }

    /** Writes that the user has entered with that browser. */
    void put(String deviceHash, String userCode, Instant now) {
        database.inTransaction(connection -> {
            try (PreparedStatement put = connection.prepareStatement("""
                    INSERT INTO known_device (device_hash, user_code, last_entry_at) VALUES (?, ?, ?)
                    ON CONFLICT (device_hash, user_code) DO UPDATE SET last_entry_at = excluded.last_entry_at
                    """)) {
                put.setString(1, deviceHash);
                put.setString(2, userCode);
                dialect.bind(put, 3, now);
                return put.executeUpdate();
            }
        });
    }

    /** Deletes what is older than that. */
    void forget(Instant before) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM known_device WHERE last_entry_at < ?")) {
                dialect.bind(delete, 1, before);
                return delete.executeUpdate();
            }
        });
    }
}
