package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_node}. */
final class NodeTable {

    private final Dialect dialect;

    NodeTable(Dialect dialect) {
        this.dialect = dialect;
    }

    void seen(Connection connection, String name, Instant startedAt, Instant now) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO outbox_node (name, started_at, seen_at) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at, seen_at = excluded.seen_at
                """)) {
            upsert.setString(1, name);
            dialect.bind(upsert, 2, startedAt);
            dialect.bind(upsert, 3, now);
            upsert.executeUpdate();
        }
    }

    void gone(Connection connection, String name) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox_node WHERE name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    List<OutboxNode> all(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT name, started_at, seen_at FROM outbox_node ORDER BY name");
                ResultSet rows = query.executeQuery()) {
            List<OutboxNode> nodes = new ArrayList<>();
            while (rows.next()) {
                nodes.add(new OutboxNode(
                        rows.getString(1),
                        dialect.instant(rows, 2).orElseThrow(),
                        dialect.instant(rows, 3).orElseThrow()));
            }
            return nodes;
        }
    }
}
