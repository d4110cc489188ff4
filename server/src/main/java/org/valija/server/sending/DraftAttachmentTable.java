package org.valija.server.sending;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.valija.server.files.RandomId;
import org.valija.server.secrets.Sha256;
import org.valija.sql.Database;

/**
 * All SQL of {@code draft_attachment} and {@code draft_content}: the octets are kept in rows of 256 KB, written in
 * transactions of at most 1 MB and read a few at a time, so that no file stands in memory whole. The attachment's own row
 * comes last: one without it is not there.
 */
@Repository
class DraftAttachmentTable {

    static final int CHUNK = 256 * 1024;
    private static final int CHUNKS_A_COMMIT = 4;

    private final Database database;

    DraftAttachmentTable(Database database) {
        this.database = database;
    }

    /** A file before its content is known. */
    record NewAttachment(String draftId, String fileName, String mediaType) {}

    /** Stores a file's content and then its row. */
    DraftAttachment add(NewAttachment file, InputStream content) throws IOException {
        MessageDigest digest = Sha256.digest();
        String contentId = RandomId.next();
        long size = 0;
        int seq = 0;
        List<byte[]> chunks = new ArrayList<>();
        byte[] chunk = content.readNBytes(CHUNK);
        while (chunk.length > 0) {
            digest.update(chunk);
            size += chunk.length;
            chunks.add(chunk);
            if (chunks.size() == CHUNKS_A_COMMIT) {
                write(contentId, seq, chunks);
                seq += chunks.size();
                chunks.clear();
            }
            chunk = content.readNBytes(CHUNK);
        }
        write(contentId, seq, chunks);
        return insert(file, contentId, size, HexFormat.of().formatHex(digest.digest()));
    }

    List<DraftAttachment> of(Connection connection, String draftId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT id, file_name, media_type, size, sha256 FROM draft_attachment WHERE draft_id = ? ORDER BY id")) {
            query.setString(1, draftId);
            List<DraftAttachment> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new DraftAttachment(
                            rows.getLong(1), rows.getString(2), rows.getString(3), rows.getLong(4), rows.getString(5)));
                }
            }
            return found;
        }
    }

    /** Takes a file off a draft, content and all. */
    void remove(String draftId, long attachmentId) {
        database.inTransaction(connection -> {
            execute(
                    connection,
                    "DELETE FROM draft_content WHERE content_id IN"
                            + " (SELECT content_id FROM draft_attachment WHERE draft_id = ? AND id = ?)",
                    draftId,
                    attachmentId);
            execute(connection, "DELETE FROM draft_attachment WHERE draft_id = ? AND id = ?", draftId, attachmentId);
            return true;
        });
    }

    /** The file from its beginning; no read transaction stays open between two reads. */
    InputStream open(long attachmentId) {
        return new ChunkStream(attachmentId);
    }

    private byte[] chunk(long attachmentId, int seq) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                    SELECT c.octets FROM draft_content c JOIN draft_attachment a ON a.content_id = c.content_id
                    WHERE a.id = ? AND c.seq = ?
                    """)) {
                query.setLong(1, attachmentId);
                query.setInt(2, seq);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? rows.getBytes(1) : new byte[0];
                }
            }
        });
    }

    private void write(String contentId, int firstSeq, List<byte[]> chunks) {
        if (chunks.isEmpty()) {
            return;
        }
        database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO draft_content (content_id, seq, octets) VALUES (?, ?, ?)")) {
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

    private DraftAttachment insert(NewAttachment file, String contentId, long size, String sha256) {
        return database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO draft_attachment (draft_id, content_id, file_name, media_type, size, sha256)
                    VALUES (?, ?, ?, ?, ?, ?) RETURNING id
                    """)) {
                insert.setString(1, file.draftId());
                insert.setString(2, contentId);
                insert.setString(3, file.fileName());
                insert.setString(4, file.mediaType());
                insert.setLong(5, size);
                insert.setString(6, sha256);
                try (ResultSet rows = insert.executeQuery()) {
                    rows.next();
                    return new DraftAttachment(rows.getLong(1), file.fileName(), file.mediaType(), size, sha256);
                }
            }
        });
    }

    private static void execute(Connection connection, String sql, String draftId, long attachmentId)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, draftId);
            statement.setLong(2, attachmentId);
            statement.executeUpdate();
        }
    }

    private final class ChunkStream extends InputStream {

        private final long attachmentId;
        private byte[] current = new byte[0];
        private int position;
        private int next;

        ChunkStream(long attachmentId) {
            this.attachmentId = attachmentId;
        }

        @Override
        public int read() {
            return fill() ? current[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, current.length - position);
            System.arraycopy(current, position, target, offset, count);
            position += count;
            return count;
        }

        private boolean fill() {
            if (position < current.length) {
                return true;
            }
            current = chunk(attachmentId, next);
            next++;
            position = 0;
            return current.length > 0;
        }
    }
}
