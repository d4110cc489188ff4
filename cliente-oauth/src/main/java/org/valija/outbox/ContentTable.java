package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_content} and its {@code outbox_chunk}s. */
final class ContentTable {

    private final Dialect dialect;

    ContentTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /** A part of a content, with its SHA-256 as it was when it was written. */
    record Chunk(int seq, byte[] sha256, byte[] octets) {}

    /** Begins a content; it is incomplete. */
    long begin(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO outbox_content (staged_at) VALUES (?) RETURNING id")) {
            dialect.bind(insert, 1, now);
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    void add(Connection connection, long contentId, Chunk chunk) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO outbox_chunk (content_id, seq, sha256, octets) VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, contentId);
            insert.setInt(2, chunk.seq());
            insert.setBytes(3, chunk.sha256());
            insert.setBytes(4, chunk.octets());
            insert.executeUpdate();
        }
    }

    void complete(Connection connection, long contentId, long octets) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE outbox_content SET octets = ? WHERE id = ?")) {
            update.setLong(1, octets);
            update.setLong(2, contentId);
            update.executeUpdate();
        }
    }

    /** Size of a complete content. */
    OptionalLong size(Connection connection, long contentId) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT octets FROM outbox_content WHERE id = ? AND octets IS NOT NULL")) {
            query.setLong(1, contentId);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Chunks from one on, in order, at most so many. */
    List<Chunk> read(Connection connection, long contentId, int from, int most) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT seq, sha256, octets FROM outbox_chunk WHERE content_id = ? AND seq >= ? ORDER BY seq LIMIT ?
                """)) {
            query.setLong(1, contentId);
            query.setInt(2, from);
            query.setInt(3, most);
            List<Chunk> chunks = new ArrayList<>(most);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    chunks.add(new Chunk(rows.getInt(1), rows.getBytes(2), rows.getBytes(3)));
                }
            }
            return chunks;
        }
    }

    /** Deletes what no mail refers to and was begun before then; gives how many. */
    int sweep(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM outbox_content WHERE staged_at < ?
                AND NOT EXISTS (SELECT 1 FROM outbox_message m WHERE m.content_id = outbox_content.id)
                """)) {
            dialect.bind(delete, 1, before);
            return delete.executeUpdate();
        }
    }
}
