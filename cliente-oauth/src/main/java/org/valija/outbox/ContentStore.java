package org.valija.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.valija.mail.MailContent;
import org.valija.outbox.ContentTable.Chunk;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * The octets of mails in the database, in chunks of 256 KB, each with its SHA-256. What is large is staged in commits of
 * at most 1 MB; what is small goes into the caller's own transaction. Nothing is held in memory but a commit's worth, and no
 * transaction stays open while octets travel. Thread-safe.
 */
final class ContentStore {

    private static final System.Logger LOG = System.getLogger(ContentStore.class.getName());

    /** Of a chunk; also what may be written in a caller's transaction. */
    static final int CHUNK = 256 * 1024;

    private static final int CHUNKS_A_COMMIT = 4;

    /** A caller may take so long between staging a content and accepting the mail that it belongs to. */
    private static final Duration ORPHAN = Duration.ofDays(1);

    private final Database database;
    private final ContentTable table;
    private final Clock clock;

    /** Contents of this process that were begun and could not be finished. */
    private final Set<Long> unfinished = ConcurrentHashMap.newKeySet();

    ContentStore(Database database, Clock clock) {
        this.database = database;
        this.table = new ContentTable(database.dialect());
        this.clock = clock;
    }

    /**
     * Stores a content in transactions of its own; it waits a day for a mail that refers to it.
     *
     * @throws UncheckedIOException when it cannot be read
     * @throws DatabaseException when the database refuses; nothing of it is kept, at the latest after the next sweep
     */
    ContentId stage(MailContent content) {
        long id = database.inTransaction(connection -> table.begin(connection, clock.instant()));
        try {
            return fill(id, content);
        } catch (RuntimeException | Error e) {
            discard(id);
            throw e;
        }
    }

    private ContentId fill(long id, MailContent content) {
        try (InputStream in = content.open()) {
            MessageDigest digest = digest();
            long octets = 0;
            int seq = 0;
            List<Chunk> commit = next(in, seq);
            while (!commit.isEmpty()) {
                List<Chunk> chunks = commit;
                database.inTransaction(connection -> add(connection, id, chunks));
                chunks.forEach(chunk -> digest.update(chunk.octets()));
                octets += size(chunks);
                seq += chunks.size();
                commit = next(in, seq);
            }
            long all = checked(content, octets);
            database.inTransaction(connection -> {
                table.complete(connection, id, all, digest.digest());
                return true;
            });
            return new ContentId(id, all, content.needsSmtpUtf8());
        } catch (IOException e) {
            throw new UncheckedIOException("The mail's content cannot be read: " + e.getMessage(), e);
        }
    }

    /** At once, so that a content which did not fit does not keep others from fitting; where even that fails, at the next sweep. */
    void discard(long id) {
        unfinished.add(id);
        try {
            discardUnfinished();
        } catch (DatabaseException e) {
            LOG.log(Level.DEBUG, "the staged content " + id + " is swept later", e);
        }
    }

    private void discardUnfinished() {
        for (long id : unfinished) {
            database.inTransaction(connection -> {
                table.discard(connection, id);
                return true;
            });
            unfinished.remove(id);
        }
    }

    /** A content that fits into the caller's own transaction. */
    record Small(Chunk chunk, boolean needsSmtpUtf8) {}

    /**
     * Reads a small content, before the transaction that is to hold it.
     *
     * @throws IllegalArgumentException when it is larger than a chunk
     * @throws UncheckedIOException when it cannot be read
     */
    static Small small(MailContent content) {
        if (content.size() > CHUNK) {
            throw new IllegalArgumentException("a content of " + content.size()
                    + " octets is staged first, so that the caller's transaction stays short");
        }
        if (content.size() == 0) {
            throw new IllegalArgumentException("a mail without a single octet is none");
        }
        try (InputStream in = content.open()) {
            List<Chunk> chunks = next(in, 0);
            checked(content, size(chunks));
            return new Small(chunks.get(0), content.needsSmtpUtf8());
        } catch (IOException e) {
            throw new UncheckedIOException("The mail's content cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A staged content goes with the mail that is accepted in this transaction.
     *
     * @throws IllegalStateException when it is gone, a day after it was staged
     */
    void accept(Connection connection, ContentId staged) throws SQLException {
        if (!table.accept(connection, staged.id())) {
            throw new IllegalStateException(
                    "the staged content " + staged.id() + " is not there any more: it waits a day for its mail");
        }
    }

    /** A stored content, read in pieces when it is opened. */
    MailContent content(ContentId id) {
        return new Stored(id, List.of());
    }

    /**
     * Stored contents, in the order of their ids, of which the small ones are read in one question.
     *
     * @throws org.valija.sql.DatabaseException when those cannot be read now
     */
    List<MailContent> contents(List<ContentId> ids, long small) {
        List<Long> together = ids.stream()
                .filter(id -> id.octets() <= small)
                .map(ContentId::id)
                .distinct()
                .toList();
        Map<Long, List<Chunk>> read =
                together.size() < 2 ? Map.of() : database.run(connection -> table.readAll(connection, together));
        return ids.stream()
                .<MailContent>map(id -> new Stored(id, read.getOrDefault(id.id(), List.of())))
                .toList();
    }

    /** Deletes what could not be staged to its end, and what was staged a day ago and belongs to no mail; gives how many of those. */
    int sweep() {
        discardUnfinished();
        return database.inTransaction(
                connection -> table.sweep(connection, clock.instant().minus(ORPHAN)));
    }

    private boolean add(Connection connection, long id, List<Chunk> chunks) throws SQLException {
        for (Chunk chunk : chunks) {
            table.add(connection, id, chunk);
        }
        return true;
    }

    private static List<Chunk> next(InputStream in, int seq) throws IOException {
        List<Chunk> chunks = new ArrayList<>(CHUNKS_A_COMMIT);
        while (chunks.size() < CHUNKS_A_COMMIT) {
            byte[] octets = in.readNBytes(CHUNK);
            if (octets.length == 0) {
                return chunks;
            }
            chunks.add(new Chunk(seq + chunks.size(), sha256(octets), octets));
        }
        return chunks;
    }

    private static long size(List<Chunk> chunks) {
        return chunks.stream().mapToLong(chunk -> chunk.octets().length).sum();
    }

    private static long checked(MailContent content, long octets) throws IOException {
        if (octets != content.size()) {
            throw new IOException("it has " + octets + " octets and not " + content.size() + " as it said");
        }
        return octets;
    }

    private static byte[] sha256(byte[] octets) {
        return digest().digest(octets);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private final class Stored implements MailContent {
        private final ContentId id;
        private final List<Chunk> read;

        Stored(ContentId id, List<Chunk> read) {
            this.id = id;
            this.read = read;
        }

        @Override
        public long size() {
            return id.octets();
        }

        @Override
        public boolean needsSmtpUtf8() {
            return id.needsSmtpUtf8();
        }

        @Override
        public InputStream open() {
            return new ChunkStream(id, read);
        }
    }

    /** Fetches a few chunks at a time, each in a read of its own, after those that were read before. */
    private final class ChunkStream extends InputStream {
        private final ContentId id;
        private final List<Chunk> waiting = new ArrayList<>();
        private byte[] now = {};
        private int at;
        private int next;
        private long given;

        ChunkStream(ContentId id, List<Chunk> read) {
            this.id = id;
            waiting.addAll(read);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at == now.length && !fetch()) {
                return -1;
            }
            int count = Math.min(length, now.length - at);
            System.arraycopy(now, at, target, offset, count);
            at += count;
            given += count;
            return count;
        }

        private boolean fetch() throws IOException {
            if (given == id.octets()) {
                return false;
            }
            if (waiting.isEmpty()) {
                waiting.addAll(database.run(connection -> table.read(connection, id.id(), next, CHUNKS_A_COMMIT)));
            }
            if (waiting.isEmpty() || waiting.get(0).seq() != next) {
                throw damaged("part " + next + " is missing");
            }
            Chunk chunk = waiting.remove(0);
            if (!MessageDigest.isEqual(sha256(chunk.octets()), chunk.sha256())
                    || given + chunk.octets().length > id.octets()) {
                throw damaged("part " + next + " is not as it was written");
            }
            now = chunk.octets();
            at = 0;
            next++;
            return true;
        }

        private IOException damaged(String what) {
            return new DamagedContentException("the stored content " + id.id() + " is damaged: " + what);
        }
    }
}
