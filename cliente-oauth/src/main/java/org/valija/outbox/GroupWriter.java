package org.valija.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.DatabaseException.Kind;
import org.valija.sql.Dialect;

/**
 * Writes that come at the same time share a transaction, and so its wait for the disk. Whoever comes while no place is free
 * waits, and the next one with a place takes along all that wait. When a shared transaction fails, each of its writes is
 * tried in one of its own, so that none suffers from another. In a group the writes go in the order of their accounts, so that
 * two groups cannot wait for each other's rows. Thread-safe.
 */
final class GroupWriter {

    private static final int LARGEST_GROUP = 64;

    private static final long NO_ACCOUNT = 0;

    /** SQLite has one writer; on PostgreSQL a few transactions overlap while they wait for the disk. */
    private static final int POSTGRESQL_PLACES = 3;

    private final Database database;
    private final Queue<Write<?>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore places;

    GroupWriter(Database database) {
        this.database = database;
        this.places = new Semaphore(database.dialect() == Dialect.SQLITE ? 1 : POSTGRESQL_PLACES, true);
    }

    private static final class Write<T> {
        private final long account;
        private final Database.Work<T> work;
        private final boolean oneStatement;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicBoolean taken = new AtomicBoolean();

        Write(long account, Database.Work<T> work, boolean oneStatement) {
            this.account = account;
            this.work = work;
            this.oneStatement = oneStatement;
        }

        long account() {
            return account;
        }

        /** Does the work in the group's transaction; what it gave is told once that is committed. */
        Runnable in(Connection connection) throws SQLException {
            T value = work.run(connection);
            return () -> result.complete(value);
        }

        void alone(Database database) {
            try {
                result.complete(oneStatement ? database.inOneStatement(work) : database.inTransaction(work));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }
    }

    /**
     * Runs the work in a transaction that may be shared, and returns once it is committed.
     *
     * @param work may be run twice, the first time in vain
     * @throws org.valija.sql.DatabaseException when the database refuses
     */
    <T> T write(Database.Work<T> work) {
        return write(NO_ACCOUNT, work);
    }

    /**
     * The same for work that changes rows of an account that others may be changing.
     *
     * @param account the only one whose such rows it changes
     */
    <T> T write(long account, Database.Work<T> work) {
        return join(new Write<>(account, work, false));
    }

    /** The same for work of a single statement on PostgreSQL, which is quicker when it comes alone. */
    <T> T writeOneStatement(Database.Work<T> work) {
        return join(new Write<>(NO_ACCOUNT, work, true));
    }

    private <T> T join(Write<T> mine) {
        waiting.add(mine);
        places.acquireUninterruptibly();
        try {
            while (!mine.taken.get()) {
                commit(nextGroup());
            }
        } finally {
            places.release();
        }
        return result(mine.result);
    }

    private static <T> T result(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private List<Write<?>> nextGroup() {
        List<Write<?>> group = new ArrayList<>();
        while (group.size() < LARGEST_GROUP) {
            Write<?> next = waiting.poll();
            if (next == null) {
                return inOrder(group);
            }
            next.taken.set(true);
            group.add(next);
        }
        return inOrder(group);
    }

    private static List<Write<?>> inOrder(List<Write<?>> group) {
        group.sort(Comparator.comparingLong(Write::account));
        return group;
    }

    private void commit(List<Write<?>> group) {
        if (group.size() == 1) {
            group.get(0).alone(database);
            return;
        }
        List<Runnable> told = new ArrayList<>(group.size());
        try {
            database.inTransaction(connection -> {
                for (Write<?> write : group) {
                    told.add(write.in(connection));
                }
                return true;
            });
            told.forEach(Runnable::run);
        } catch (RuntimeException | Error e) {
            boolean hopeless =
                    e instanceof Error || (e instanceof DatabaseException refused && isHopeless(refused.kind()));
            if (told.size() < group.size() && !hopeless) {
                // Rolled back for sure; whose fault it was shows when each has a transaction of its own.
                group.forEach(write -> write.alone(database));
            } else {
                // The commit failed, or only its answer: doing any of it again could do it twice. Where the database is
                // away, each would wait for it in turn.
                group.forEach(write -> write.result.completeExceptionally(e));
            }
        }
    }

    /** Whether each would wait in vain as long as all of them have. */
    private boolean isHopeless(Kind kind) {
        return kind == Kind.UNAVAILABLE || (kind == Kind.LOCKED && database.dialect() == Dialect.SQLITE);
    }
}
