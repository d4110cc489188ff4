package org.valija.server.files;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.valija.sql.Database;

/** All SQL of a table of octets, whose columns are {@code content_id}, {@code seq} and {@code octets}. */
final class ContentTable {

    private final Database database;
    private final String name;

    ContentTable(Database database, String name) {
        if (!name.matches("[a-z_]+")) {
            throw new IllegalArgumentException(name);
        }
        this.database = database;
        this.name = name;
    }

    void insert(String contentId, int firstSeq, List<byte[]> chunks) {
        database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO " + name + " (content_id, seq, octets) VALUES (?, ?, ?)")) {
                for (int i = 0; i < chunks.size(); i++) {
                    insert.setString(1, contentId);
                    insert.setInt(2, firstSeq + i);
                    insert.setBytes(3, chunks.get(i));
                    insert.executeUpdate();
                }
            }
            return true;
        });
    }

    /** Empty after the last. */
    byte[] chunk(String contentId, int seq) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT octets FROM " + name + " WHERE content_id = ? AND seq = ?")) {
                query.setString(1, contentId);
                query.setInt(2, seq);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? rows.getBytes(1) : new byte[0];
                }
            }
        });
    }

    void delete(Connection connection, String contentId) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + name + " WHERE content_id = ?")) {
            delete.setString(1, contentId);
            delete.executeUpdate();
        }
    }
}
