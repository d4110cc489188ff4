package org.valija.server.alerts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code told_connection}. Of several nodes that see an authentication, one tells of it. */
@Repository
class ToldConnectionTable {

    private final Database database;
    private final Dialect dialect;

    ToldConnectionTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** The authentication of each account that was told of last. */
    Map<Long, Instant> all() {
        return database.run(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT emails_id, connected_at FROM told_connection");
                    ResultSet rows = query.executeQuery()) {
                Map<Long, Instant> told = new HashMap<>();
                while (rows.next()) {
                    told.put(rows.getLong(1), dialect.instant(rows, 2).orElseThrow());
                }
                return told;
            }
        });
    }

    /** Notes with the caller's transaction that an authentication is told of; false when that was noted before. */
    boolean tell(Connection connection, long grantId, Instant connectedAt) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement("""
                INSERT INTO told_connection (emails_id, connected_at) VALUES (?, ?)
                ON CONFLICT (emails_id) DO UPDATE SET connected_at = excluded.connected_at
                WHERE told_connection.connected_at < excluded.connected_at
                """)) {
            put.setLong(1, grantId);
            dialect.bind(put, 2, connectedAt);
            return put.executeUpdate() == 1;
        }
    }
}
