package org.valija.outbox;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.valija.mail.MailContent;
import org.valija.sql.DatabaseException;

/**
 * The octets of a mail that is being sent: a small one is read and checked at once, a large one as it goes. Remembers when they
 * were found to be damaged. Thread-safe.
 */
final class StoredContent implements MailContent {

    /** A content of so many octets is read at once. */
    static final long SMALL = 64L * 1024;

    private final MailContent stored;
    private final byte[] read;
    private volatile Optional<String> damage = Optional.empty();
    private Optional<String> unreadable = Optional.empty();

    /** @throws DatabaseException when a small one cannot be read now, for a reason that has nothing to do with it */
    StoredContent(MailContent stored) {
        this.stored = stored;
        this.read = stored.size() <= SMALL ? readNow() : new byte[0];
    }

    private byte[] readNow() {
        try (InputStream in = stored.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            damage = Optional.of(String.valueOf(e.getMessage()));
            return new byte[0];
        } catch (DatabaseException e) {
            if (e.kind() != DatabaseException.Kind.OTHER) {
                throw e;
            }
            unreadable = Optional.of(String.valueOf(e.getMessage()));
            return new byte[0];
        }
    }

    /** Why the database does not give the octets of a small one, though it is there. */
    Optional<String> unreadable() {
        return unreadable;
    }

    /** What is wrong with the octets, as far as they were read. */
    Optional<String> damage() {
        return damage;
    }

    @Override
    public long size() {
        return stored.size();
    }

    @Override
    public boolean needsSmtpUtf8() {
        return stored.needsSmtpUtf8();
    }

    @Override
    public InputStream open() throws IOException {
        return stored.size() <= SMALL ? new ByteArrayInputStream(read) : new Watched(stored.open());
    }

    private final class Watched extends FilterInputStream {

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (DamagedContentException e) {
                damage = Optional.of(String.valueOf(e.getMessage()));
                throw e;
            } catch (DatabaseException e) {
                throw new IOException("the stored content cannot be read now: " + e.getMessage(), e);
            }
        }
    }
}
