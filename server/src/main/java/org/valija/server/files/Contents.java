package org.valija.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.valija.server.secrets.Sha256;
import org.valija.sql.Database;

/**
 * Octets kept in a table in rows of 256 KB, written in transactions of at most 1 MB and read one row at a time, so that no
 * file stands in memory whole. Whoever writes one names it in a row of their own afterwards: a content without such a row is
 * not there, and theirs to delete. Thread-safe.
 */
public final class Contents {

    /** Octets of a row. */
    public static final int CHUNK = 256 * 1024;

    private static final int CHUNKS_A_COMMIT = 4;

    private final Database database;
    private final ContentTable table;

    /** @param table has the columns {@code content_id}, {@code seq} and {@code octets} */
    public Contents(Database database, String table) {
        this.database = database;
        this.table = new ContentTable(database, table);
    }

    /**
     * A content that was written.
     *
     * @param id under which it is found; ids grow with time
     * @param size in octets
     * @param sha256 in hex
     */
    public record Kept(String id, long size, String sha256) {}

    /**
     * Writes what the stream has.
     *
     * @throws IOException when the stream cannot be read; nothing of it is kept then
     */
    public Kept write(InputStream content) throws IOException {
        String id = RandomId.next();
        try {
            return write(id, content);
        } catch (IOException | RuntimeException e) {
            forget(id, e);
            throw e;
        }
    }

    private Kept write(String id, InputStream content) throws IOException {
        MessageDigest digest = Sha256.digest();
        long size = 0;
        int seq = 0;
        List<byte[]> chunks = new ArrayList<>();
        byte[] chunk = content.readNBytes(CHUNK);
        while (chunk.length > 0) {
            digest.update(chunk);
            size += chunk.length;
            chunks.add(chunk);
            if (chunks.size() == CHUNKS_A_COMMIT) {
                table.insert(id, seq, chunks);
                seq += chunks.size();
                chunks.clear();
            }
            chunk = content.readNBytes(CHUNK);
        }
        if (!chunks.isEmpty()) {
            table.insert(id, seq, chunks);
        }
        return new Kept(id, size, HexFormat.of().formatHex(digest.digest()));
    }

    private void forget(String id, Exception e) {
        try {
            delete(id);
        } catch (RuntimeException deleting) {
            e.addSuppressed(deleting);
        }
    }

    /**
     * From its beginning; no read transaction stays open between two reads. What is not as it was written, because somebody or
     * something changed the database from outside, ends with an {@link IOException} instead of its end.
     */
    public InputStream open(Kept content) {
        return new ChunkStream(content.id(), content.size(), Optional.of(content.sha256()));
    }

    /** The same where only its size is known. */
    public InputStream open(String id, long size) {
        return new ChunkStream(id, size, Optional.empty());
    }

    /** In a transaction of its own. */
    public void delete(String id) {
        database.inTransaction(connection -> {
            delete(connection, id);
            return true;
        });
    }

    /** In the caller's transaction. */
    public void delete(Connection connection, String id) throws SQLException {
        table.delete(connection, id);
    }

    private final class ChunkStream extends InputStream {

        private final String id;
        private final long size;
        private final Optional<String> sha256;
        private final MessageDigest digest = Sha256.digest();
        private long octets;
        private byte[] current = new byte[0];
        private int position;
        private int next;

        ChunkStream(String id, long size, Optional<String> sha256) {
            this.id = id;
            this.size = size;
            this.sha256 = sha256;
        }

        @Override
        public int read() throws IOException {
            return fill() ? current[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
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

        private boolean fill() throws IOException {
            if (position < current.length) {
                return true;
            }
            if (octets == size) {
                return false;
            }
            current = table.chunk(id, next);
            next++;
            position = 0;
            octets += current.length;
            digest.update(current);
            check();
            return true;
        }

        private void check() throws IOException {
            boolean tooShort = current.length == 0;
            boolean other = octets == size
                    && sha256.filter(hash -> !hash.equals(HexFormat.of().formatHex(digest.digest())))
                            .isPresent();
            if (tooShort || other || octets > size) {
                throw new IOException("The stored file " + id + " is damaged: it is not as it was kept");
            }
        }
    }
}
