package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_content}, which holds the octets of a small content, and the {@code outbox_chunk}s of larger ones. */
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

    /** The content is whole; it waits for its mail. */
    void complete(Connection connection, long contentId, long octets, byte[] sha256) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE outbox_content SET octets = ?, sha256 = ? WHERE id = ?")) {
            update.setLong(1, octets);
            update.setBytes(2, sha256);
            update.setLong(3, contentId);
            update.executeUpdate();
        }
    }

    /** Writes a content of one chunk, accepted with its mail in the same transaction. */
    long insertWhole(Connection connection, Chunk chunk, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO outbox_content"
                + " (octets, sha256, staged_at, accepted, whole) VALUES (?, ?, ?, ?, ?) RETURNING id")) {
            insert.setLong(1, chunk.octets().length);
            insert.setBytes(2, chunk.sha256());
            dialect.bind(insert, 3, now);
            insert.setBoolean(4, true);
            insert.setBytes(5, chunk.octets());
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** A mail refers to it from now on; false when it is not there, or not whole. */
    boolean accept(Connection connection, long contentId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE outbox_content SET accepted = ? WHERE id = ? AND octets IS NOT NULL")) {
            update.setBoolean(1, true);
            update.setLong(2, contentId);
            return update.executeUpdate() == 1;
        }
    }

    /** Chunks from one on, in order, at most so many. */
    List<Chunk> read(Connection connection, long contentId, int from, int most) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT 0 AS seq, sha256, whole AS octets FROM outbox_content WHERE id = ? AND whole IS NOT NULL AND 0 >= ?
                UNION ALL
                SELECT seq, sha256, octets FROM outbox_chunk WHERE content_id = ? AND seq >= ? ORDER BY seq LIMIT ?
                """)) {
            query.setLong(1, contentId);
            query.setInt(2, from);
            query.setLong(3, contentId);
            query.setInt(4, from);
            query.setInt(5, most);
            List<Chunk> chunks = new ArrayList<>(most);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    chunks.add(new Chunk(rows.getInt(1), rows.getBytes(2), rows.getBytes(3)));
                }
            }
            return chunks;
        }
    }

    /** The chunks of several contents, by content and in order; for such as are small. */
    Map<Long, List<Chunk>> readAll(Connection connection, List<Long> contentIds) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("""
                SELECT id AS content_id, 0 AS seq, sha256, whole AS octets FROM outbox_content
                WHERE id IN (%s) AND whole IS NOT NULL
                UNION ALL
                SELECT content_id, seq, sha256, octets FROM outbox_chunk WHERE content_id IN (%s) ORDER BY content_id, seq
                """.formatted(Rows.places(contentIds), Rows.places(contentIds)))) {
            int next = 1;
            for (int part = 0; part < 2; part++) {
                for (long id : contentIds) {
                    query.setLong(next++, id);
                }
            }
            Map<Long, List<Chunk>> chunks = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    chunks.computeIfAbsent(rows.getLong(1), id -> new ArrayList<>(1))
                            .add(new Chunk(rows.getInt(2), rows.getBytes(3), rows.getBytes(4)));
                }
            }
            return chunks;
        }
    }

    /** Deletes one that no mail was accepted with. */
    void discard(Connection connection, long contentId) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM outbox_content WHERE id = ? AND accepted = ?")) {
            delete.setLong(1, contentId);
            delete.setBoolean(2, false);
            delete.executeUpdate();
        }
    }

    /** Deletes what was staged before then and no mail was accepted with; gives how many. */
    int sweep(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM outbox_content WHERE staged_at < ? AND accepted = ?")) {
            dialect.bind(delete, 1, before);
            delete.setBoolean(2, false);
            return delete.executeUpdate();
        }
    }
}
