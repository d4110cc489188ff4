package org.valija.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.valija.mail.MailContent;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * Where mail is accepted. A mail is accepted when its transaction is committed, and is then as durable as that commit: an
 * ERP inserts its invoice and the mail together, or neither.
 *
 * <p>The caller's connection must lead to the database that this was opened on. Thread-safe.
 */
public final class Outbox {

    private final Database database;
    private final ContentStore contents;
    private final MessageTable messages;
    private final KeyTable keys;
    private final Clock clock;

    /**
     * @param dataSource its schema migrated
     * @throws DatabaseException when it cannot be reached
     */
    public Outbox(DataSource dataSource, Clock clock) {
        this.database = Database.of(dataSource);
        this.contents = new ContentStore(database, clock);
        this.messages = new MessageTable(database.dialect());
        this.keys = new KeyTable(database.dialect());
        this.clock = clock;
    }

    /**
     * What became of a mail that was handed in.
     *
     * @param id by which the outbox knows it
     * @param anew whether it was not known before under its idempotency key
     */
    public record Accepted(long id, boolean anew) {}

    /**
     * Stores a content of any size in transactions of its own, before the mail that it belongs to is accepted. It waits
     * for that mail a day.
     *
     * @throws java.io.UncheckedIOException when it cannot be read
     * @throws DatabaseException when the database refuses
     */
    public ContentId stage(MailContent content) {
        return contents.stage(content);
    }

    /** Accepts a mail, its content of any size, in transactions of its own. */
    public Accepted enqueue(NewMail mail, MailContent content) {
        if (content.size() <= ContentStore.CHUNK) {
            return database.inTransaction(connection -> enqueue(connection, mail, content));
        }
        ContentId staged = contents.stage(content);
        return database.inTransaction(connection -> enqueue(connection, mail, staged));
    }

    /**
     * Accepts a mail with a small content in the caller's transaction, which the caller commits.
     *
     * @throws IllegalArgumentException when the content has more than 256 KB and must be {@link #stage staged} first
     * @throws SQLException when the database refuses; the caller's transaction is then to be rolled back
     */
    public Accepted enqueue(Connection connection, NewMail mail, MailContent content) throws SQLException {
        Optional<Accepted> known = known(connection, mail);
        return known.isPresent() ? known.get() : insert(connection, mail, contents.write(connection, content));
    }

    /**
     * Accepts a mail whose content was staged in the caller's transaction, which the caller commits.
     *
     * @throws SQLException when the database refuses; the caller's transaction is then to be rolled back
     */
    public Accepted enqueue(Connection connection, NewMail mail, ContentId staged) throws SQLException {
        Optional<Accepted> known = known(connection, mail);
        return known.isPresent() ? known.get() : insert(connection, mail, staged);
    }

    private Optional<Accepted> known(Connection connection, NewMail mail) throws SQLException {
        if (mail.idempotencyKey().isEmpty()) {
            return Optional.empty();
        }
        String key = mail.idempotencyKey().get();
        if (keys.take(connection, key, clock.instant())) {
            return Optional.empty();
        }
        OptionalLong first = keys.find(connection, key);
        return Optional.of(new Accepted(
                first.orElseThrow(() -> new SQLException(
                        "another transaction has accepted a mail under the key " + key + " since this one began")),
                false));
    }

    private Accepted insert(Connection connection, NewMail mail, ContentId content) throws SQLException {
        Instant now = clock.instant();
        long id = messages.insert(connection, mail, content, now);
        if (mail.idempotencyKey().isPresent()) {
            keys.name(connection, mail.idempotencyKey().get(), id);
        }
        return new Accepted(id, true);
    }

    /** A mail that is on its way. */
    public Optional<QueuedMail> find(long id) {
        return database.run(connection -> messages.find(connection, id));
    }

    /** The octets of an accepted mail; a damaged one is found when it is read ({@link DamagedContentException}). */
    public MailContent content(QueuedMail mail) {
        return contents.content(mail.content());
    }

    /** Takes a mail back; false when it is going on right now, or has ended. */
    public boolean cancel(long id) {
        return database.inTransaction(connection -> messages.cancel(connection, id));
    }

    /** Deletes contents that were staged more than a day ago and belong to no mail; gives how many. */
    public int sweep() {
        return contents.sweep();
    }
}
