package org.valija.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.valija.mail.MailContent;
import org.valija.outbox.HourTable.Change;
import org.valija.outbox.MessageTable.WithContent;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.Dialect;

/**
 * Where mail is accepted. A mail is accepted when its transaction is committed, and is then as durable as that commit: an
 * ERP inserts its invoice and the mail together, or neither.
 *
 * <p>The caller's connection must lead to the database that this was opened on. Thread-safe.
 */
public final class Outbox {

    /** Octets of the largest content that is accepted without being {@link #stage staged} first. */
    public static final long INLINE = ContentStore.CHUNK;

    private static final int LARGEST_PAGE = 1_000;

    /** While one waits for the disk, another is put together. */
    private static final int POSTGRESQL_GROUPS = 2;

    private final Database database;
    private final GroupWriter writer;
    private final GroupWriter deliveryWriter;
    private final ContentStore contents;
    private final OutboxTables tables;
    private final Clock clock;

    /** One object, so that those who come at the same time share it. */
    private final GroupWriter.Together<WithContent, Accepted> accept = this::acceptAll;

    private volatile LongConsumer waker = account -> {};
    private volatile OutboxObserver observer = OutboxObserver.SILENT;

    /**
     * @param dataSource its schema migrated
     * @throws DatabaseException when it cannot be reached
     */
    public Outbox(DataSource dataSource, Clock clock) {
        this.database = Database.of(dataSource);
        boolean oneAtATime = database.dialect() == Dialect.SQLITE;
        this.writer = new GroupWriter(database, oneAtATime ? 1 : POSTGRESQL_GROUPS);
        this.deliveryWriter = oneAtATime ? writer : new GroupWriter(database, 1);
        this.contents = new ContentStore(database, clock);
        this.tables = OutboxTables.of(database.dialect());
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
     * for that mail a day, unless it is {@link #discard discarded}.
     *
     * @throws java.io.UncheckedIOException when it cannot be read
     * @throws DatabaseException when the database refuses
     */
    public ContentId stage(MailContent content) {
        return contents.stage(content);
    }

    /**
     * Deletes a staged content at once, for which no mail is accepted after all: the caller's transaction was rolled back, or
     * the mail was known under its idempotency key. Where the database refuses even that, the content is swept later. One that
     * a mail was accepted with stays, so that this may be called when nobody knows whether a transaction was committed.
     */
    public void discard(ContentId staged) {
        contents.discard(staged.id());
    }

    /** Accepts a mail, its content of any size, in transactions of its own; it is on its way when this returns. */
    public Accepted enqueue(NewMail mail, MailContent content) {
        Accepted accepted;
        if (content.size() <= ContentStore.CHUNK) {
            ContentStore.Small small = ContentStore.small(content);
            accepted = mail.idempotencyKey().isEmpty()
                    ? writer.writeTogether(accept, new WithContent(mail, small))
                    : writer.write(connection -> enqueue(connection, mail, small));
        } else {
            accepted = enqueueStaged(mail, contents.stage(content));
        }
        wake(mail.grantId());
        return accepted;
    }

    private List<Accepted> acceptAll(Connection connection, List<WithContent> mails) throws SQLException {
        List<Long> ids = tables.messages().insertAllWithContent(connection, mails, clock.instant());
        mails.forEach(accepted -> observer.accepted(accepted.mail().lane()));
        return ids.stream().map(id -> new Accepted(id, true)).toList();
    }

    /** What no mail was accepted with need not wait for its sweep, on a disk that may be full. */
    private Accepted enqueueStaged(NewMail mail, ContentId staged) {
        Accepted accepted;
        try {
            accepted = writer.write(connection -> enqueue(connection, mail, staged));
        } catch (RuntimeException | Error e) {
            contents.discard(staged.id());
            throw e;
        }
        if (!accepted.anew()) {
            contents.discard(staged.id());
        }
        return accepted;
    }

    /**
     * Accepts a mail with a small content in the caller's transaction, which the caller commits.
     *
     * @throws IllegalArgumentException when the content has more than {@link #INLINE} octets and must be {@link #stage staged} first
     * @throws SQLException when the database refuses; the caller's transaction is then to be rolled back
     */
    public Accepted enqueue(Connection connection, NewMail mail, MailContent content) throws SQLException {
        return enqueue(connection, mail, ContentStore.small(content));
    }

    private Accepted enqueue(Connection connection, NewMail mail, ContentStore.Small small) throws SQLException {
        Optional<Accepted> known = known(connection, mail);
        return known.isPresent()
                ? known.get()
                : accepted(
                        connection,
                        mail,
                        tables.messages().insertWithContent(connection, mail, small, clock.instant()));
    }

    /**
     * Accepts a mail whose content was staged in the caller's transaction, which the caller commits.
     *
     * @throws SQLException when the database refuses; the caller's transaction is then to be rolled back
     * @throws IllegalStateException when the staged content is gone, a day after it was staged
     */
    public Accepted enqueue(Connection connection, NewMail mail, ContentId staged) throws SQLException {
        Optional<Accepted> known = known(connection, mail);
        if (known.isPresent()) {
            return known.get();
        }
        contents.accept(connection, staged);
        return accepted(connection, mail, tables.messages().insert(connection, mail, staged, clock.instant()));
    }

    /**
     * Tells that mail of an account was committed in the caller's own transaction. Without this it is found within a quarter of
     * a second.
     */
    public void wake(long grantId) {
        waker.accept(grantId);
    }

    private Optional<Accepted> known(Connection connection, NewMail mail) throws SQLException {
        if (mail.idempotencyKey().isEmpty()) {
            return Optional.empty();
        }
        String key = mail.idempotencyKey().get();
        if (tables.keys().take(connection, key, clock.instant())) {
            return Optional.empty();
        }
        OptionalLong first = tables.keys().find(connection, key);
        return Optional.of(new Accepted(
                first.orElseThrow(() -> new SQLException(
                        "another transaction has accepted a mail under the key " + key + " since this one began")),
                false));
    }

    private Accepted accepted(Connection connection, NewMail mail, long id) throws SQLException {
        if (mail.idempotencyKey().isPresent()) {
            tables.keys().name(connection, mail.idempotencyKey().get(), id);
        }
        observer.accepted(mail.lane());
        return new Accepted(id, true);
    }

    /** A mail, on its way or at its end; empty when it was never accepted, or is forgotten. */
    public Optional<OutboxMail> find(long id) {
        return database.run(connection -> tables.search().find(connection, id));
    }

    /** Those of some mails that are known, in no order; up to 1,000 at once. */
    public List<OutboxMail> find(Collection<Long> ids) {
        if (ids.size() > LARGEST_PAGE) {
            throw new IllegalArgumentException("at most " + LARGEST_PAGE + " mails at once");
        }
        return ids.isEmpty()
                ? List.of()
                : database.run(connection -> tables.search().find(connection, ids));
    }

    /** Every attempt to deliver a mail, in their order. */
    public List<Attempt> attempts(long id) {
        return database.run(connection -> tables.attempts().of(connection, id));
    }

    /**
     * The octets of an accepted mail; a damaged one is found when it is read ({@link DamagedContentException}). Empty when they
     * were purged.
     */
    public Optional<MailContent> content(OutboxMail mail) {
        return mail.content().map(contents::content);
    }

    /**
     * The latest mails that fit.
     *
     * @param olderThan where an earlier page ended
     * @param most mails to give, up to 1,000
     */
    public MailPage search(MailFilter filter, Optional<Long> olderThan, int most) {
        int bounded = Math.min(most, LARGEST_PAGE);
        return database.run(connection -> tables.search().search(connection, filter, olderThan, bounded));
    }

    /** How many mails of each account have not ended, by lane, state and why they are held: as of one moment. */
    public List<WaitingCount> waiting() {
        return database.run(tables.standing()::waiting);
    }

    /** How each lane stands, of all accounts and nodes. */
    public List<LaneStanding> lanes() {
        return database.run(connection -> tables.standing().lanes(connection, clock.instant()));
    }

    /** Has what this process does with mail heard by one observer, which replaces the one before. */
    public void observedBy(OutboxObserver other) {
        observer = other;
    }

    OutboxObserver observer() {
        return observer;
    }

    /** How many mails of a batch are in each state. */
    public Map<MessageState, Long> ofBatch(String batch) {
        return database.run(connection -> tables.search().ofBatch(connection, batch, Set.of()));
    }

    /**
     * Batches of which not every mail has ended, the latest first, with how far they are.
     *
     * @param accounts whose mails are looked at; empty for all
     * @param most batches to give
     */
    public List<BatchProgress> batchesUnderWay(Set<Long> accounts, int most) {
        return database.run(connection -> {
            List<BatchProgress> batches = new ArrayList<>();
            for (String batch : tables.search().batchesUnderWay(connection, accounts, most)) {
                batches.add(new BatchProgress(batch, tables.search().ofBatch(connection, batch, accounts)));
            }
            return batches;
        });
    }

    /** What an account has begun that counts for its provider's quota of a day, whichever node sent it. */
    public QuotaUse usedOfDay(long grantId) {
        Instant since = clock.instant().minus(QuotaGate.COUNTED);
        return database.run(connection -> QuotaGate.use(tables.hours().usedSince(connection, grantId, since)));
    }

    /** What accounts did in each hour from one on. */
    public List<OutboxHour> hours(Instant from) {
        return database.run(connection -> tables.hours().since(connection, from));
    }

    /** Accounts whose mail is held, and why. */
    public List<AccountHold> holds() {
        return database.run(tables.accounts()::held).stream()
                .flatMap(row -> row.hold().stream())
                .toList();
    }

    /** Processes that deliver. */
    public List<OutboxNode> nodes() {
        return database.run(tables.nodes()::all);
    }

    /** Takes a mail back; false when it is going on right now, or has ended. */
    public boolean cancel(long id) {
        return close(id, MessageState.CANCELLED);
    }

    /**
     * The same in the caller's transaction, which the caller commits: what is done in the mail's place and its end are one.
     *
     * @throws SQLException when the database refuses; the caller's transaction is then to be rolled back
     */
    public boolean cancel(Connection connection, long id) throws SQLException {
        Optional<OutboxMail> known = tables.search().find(connection, id);
        return known.isPresent() && close(connection, known.get().grantId(), id, MessageState.CANCELLED);
    }

    /** Lets a mail of unknown end be: it is not sent again. False when it is in another state. */
    public boolean settle(long id) {
        return find(id).filter(mail -> mail.state() == MessageState.UNKNOWN).isPresent()
                && close(id, MessageState.UNKNOWN);
    }

    private boolean close(long id, MessageState how) {
        Optional<OutboxMail> known = find(id);
        return known.isPresent() && close(known.get().grantId(), id, how);
    }

    private boolean close(long grantId, long id, MessageState how) {
        return writer.write(grantId, connection -> close(connection, grantId, id, how));
    }

    private boolean close(Connection connection, long grantId, long id, MessageState how) throws SQLException {
        Instant now = clock.instant();
        Optional<OutboxMail> taken = tables.messages().takeOut(connection, id);
        if (taken.isPresent()) {
            tables.archive().insert(connection, List.of(taken.get().ended(how, now)));
            int cancelled = how == MessageState.CANCELLED ? 1 : 0;
            tables.hours().add(connection, grantId, now, new Change(0, 0, 0, 0, cancelled, 0));
        }
        return taken.isPresent();
    }

    /**
     * Lets mails go on at once that are held, put off, of unknown end, failed or cancelled; those of a held account go when
     * that is released.
     *
     * @return how many
     */
    public int retry(Collection<Long> ids) {
        int going = writer.write(connection -> retry(connection, ids));
        wakeAll(ids);
        return going;
    }

    /**
     * The same in the caller's transaction, which the caller commits, and then {@link #wake wakes} the accounts.
     *
     * @throws SQLException when the database refuses; the caller's transaction is then to be rolled back
     */
    public int retry(Connection connection, Collection<Long> ids) throws SQLException {
        int released = tables.messages().release(connection, ids);
        for (long id : ids) {
            released += putBack(connection, id) ? 1 : 0;
        }
        return released;
    }

    private boolean putBack(Connection connection, long id) throws SQLException {
        Optional<OutboxMail> ended = tables.archive()
                .find(connection, id)
                .filter(mail ->
                        mail.state() != MessageState.SENT && mail.content().isPresent());
        if (ended.isPresent() && tables.archive().remove(connection, id)) {
            tables.messages().putBack(connection, ended.get());
            return true;
        }
        return false;
    }

    /** Holds mails that wait, until {@link #retry} lets them go; gives how many. */
    public int hold(Collection<Long> ids) {
        return writer.write(connection -> tables.messages().hold(connection, ids));
    }

    /** Holds what waits of a batch; gives how many. */
    public int holdBatch(String batch) {
        return writer.write(connection -> tables.messages().holdBatch(connection, batch));
    }

    /**
     * The same in the caller's transaction, which the caller commits: what the caller notes of the batch and the hold are one.
     *
     * @throws SQLException when the database refuses; the caller's transaction is then to be rolled back
     */
    public int holdBatch(Connection connection, String batch) throws SQLException {
        return tables.messages().holdBatch(connection, batch);
    }

    /** Lets a batch go on that was held by hand; gives how many. */
    public int releaseBatch(String batch) {
        return writer.write(connection -> tables.messages().releaseBatch(connection, batch));
    }

    /**
     * The same in the caller's transaction, which the caller commits, and then {@link #wake wakes} the account.
     *
     * @throws SQLException when the database refuses; the caller's transaction is then to be rolled back
     */
    public int releaseBatch(Connection connection, String batch) throws SQLException {
        return tables.messages().releaseBatch(connection, batch);
    }

    /** Holds all mail of an account, also what is yet to be accepted, until {@link #resume}. */
    public void pause(long grantId) {
        Trouble byHand = new Trouble(Optional.of(HoldKind.BY_HAND), "", "", Optional.empty());
        writer.write(grantId, connection -> {
            tables.accounts().stopByHand(connection, grantId, byHand, clock.instant());
            return true;
        });
    }

    /** Lets an account's mail go, in its order; false when nothing held it. What is wrong still is found again. */
    public boolean resume(long grantId) {
        boolean resumed = writer.write(grantId, connection -> tables.accounts().resume(connection, grantId));
        wake(grantId);
        return resumed;
    }

    /** Whether an account's mails must arrive in their order, over one connection; otherwise they begin in their order. */
    public void setOrdered(long grantId, boolean ordered) {
        writer.write(grantId, connection -> {
            tables.accounts().setOrdered(connection, grantId, ordered);
            return true;
        });
    }

    private void wakeAll(Collection<Long> ids) {
        database.run(connection -> tables.messages().accountsOf(connection, ids))
                .forEach(this::wake);
    }

    /** Deletes contents that were staged more than a day ago and belong to no mail; gives how many. */
    public int sweep() {
        return contents.sweep();
    }

    void wokenBy(LongConsumer dispatcher) {
        waker = dispatcher;
    }

    Database database() {
        return database;
    }

    /**
     * Through which deliveries are written down. On SQLite, which has one writer, they share their transactions with what is
     * accepted; on PostgreSQL those who hand mail in do not wait for the many statements of deliveries.
     */
    GroupWriter deliveryWriter() {
        return deliveryWriter;
    }

    ContentStore contents() {
        return contents;
    }

    OutboxTables tables() {
        return tables;
    }

    Clock clock() {
        return clock;
    }
}
