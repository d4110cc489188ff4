package org.valija.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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

    private final Database database;
    private final Queue<Write<?, ?>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore places;

    /** @param places groups that may be under way at one time */
    GroupWriter(Database database, int places) {
        this.database = database;
        this.places = new Semaphore(places, true);
    }

    /**
     * Work that can be done for several at once.
     *
     * @param <I> what each hands in
     * @param <T> what each is given
     */
    @FunctionalInterface
    interface Together<I, T> {

        /** Gives what each is given, in the order of what was handed in. */
        List<T> run(Connection connection, List<I> handedIn) throws SQLException;
    }

    private static final class Write<I, T> {
        private final long account;
        private final Together<I, T> work;
        private final I handedIn;
        private final boolean oneStatement;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicBoolean taken = new AtomicBoolean();

        Write(long account, Together<I, T> work, I handedIn, boolean oneStatement) {
            this.account = account;
            this.work = work;
            this.handedIn = handedIn;
            this.oneStatement = oneStatement;
        }

        long account() {
            return account;
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
        return join(new Write<>(account, (connection, alone) -> List.of(work.run(connection)), true, false));
    }

    /**
     * The same for work that is done in one go for all who wait with the very same one, on PostgreSQL in a single statement.
     *
     * @param work of no account; the same object for all who may share it
     */
    <I, T> T writeTogether(Together<I, T> work, I handedIn) {
        return join(new Write<>(NO_ACCOUNT, work, handedIn, true));
    }

    private <T> T join(Write<?, T> mine) {
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

    private List<Write<?, ?>> nextGroup() {
        List<Write<?, ?>> group = new ArrayList<>();
        while (group.size() < LARGEST_GROUP) {
            Write<?, ?> next = waiting.poll();
            if (next == null) {
                return inOrder(group);
            }
            next.taken.set(true);
            group.add(next);
        }
        return inOrder(group);
    }

    private static List<Write<?, ?>> inOrder(List<Write<?, ?>> group) {
        group.sort(Comparator.comparingLong(Write::account));
        return group;
    }

    private void commit(List<Write<?, ?>> group) {
        List<Share<?, ?>> shares = Share.of(group);
        AtomicBoolean done = new AtomicBoolean();
        try {
            run(shares, done).forEach(Runnable::run);
        } catch (RuntimeException | Error e) {
            boolean hopeless =
                    e instanceof Error || (e instanceof DatabaseException refused && isHopeless(refused.kind()));
            if (group.size() > 1 && !done.get() && !hopeless) {
                // Rolled back for sure; whose fault it was shows when each has a transaction of its own.
                group.forEach(write -> commit(List.of(write)));
            } else {
                // The commit failed, or only its answer: doing any of it again could do it twice. Where the database is
                // away, each would wait for it in turn.
                group.forEach(write -> write.result.completeExceptionally(e));
            }
        }
    }

    /**
     * Does the work in a transaction.
     *
     * @param done set once all of it is done and nothing but the commit is left, if even that
     * @return what each is to be told now that it is committed
     */
    private List<Runnable> run(List<Share<?, ?>> shares, AtomicBoolean done) {
        Database.Work<List<Runnable>> all = connection -> {
            List<Runnable> told = new ArrayList<>();
            for (Share<?, ?> share : shares) {
                told.addAll(share.run(connection));
            }
            done.set(true);
            return told;
        };
        boolean oneStatement = shares.size() == 1 && shares.get(0).oneStatement();
        return oneStatement ? database.inOneStatement(all) : database.inTransaction(all);
    }

    /** Those of a group whose work is done in one go. */
    private record Share<I, T>(Together<I, T> work, List<Write<I, T>> writes) {

        static List<Share<?, ?>> of(List<Write<?, ?>> group) {
            List<Share<?, ?>> shares = new ArrayList<>(group.size());
            Map<Together<?, ?>, Share<?, ?>> known = new IdentityHashMap<>();
            for (Write<?, ?> write : group) {
                join(write, shares, known);
            }
            return shares;
        }

        /** One object of work is one of these types alone. */
        @SuppressWarnings("unchecked")
        private static <I, T> void join(
                Write<I, T> write, List<Share<?, ?>> shares, Map<Together<?, ?>, Share<?, ?>> known) {
            Share<I, T> share = (Share<I, T>) known.get(write.work);
            if (share == null) {
                share = new Share<>(write.work, new ArrayList<>());
                known.put(write.work, share);
                shares.add(share);
            }
            share.writes.add(write);
        }

        boolean oneStatement() {
            return writes.get(0).oneStatement;
        }

        List<Runnable> run(Connection connection) throws SQLException {
            List<T> given = work.run(
                    connection, writes.stream().map(write -> write.handedIn).toList());
            List<Runnable> told = new ArrayList<>(writes.size());
            for (int i = 0; i < writes.size(); i++) {
                Write<I, T> write = writes.get(i);
                T value = given.get(i);
                told.add(() -> write.result.complete(value));
            }
            return told;
        }
    }

    /** Whether each would wait in vain as long as all of them have. */
    private boolean isHopeless(Kind kind) {
        return kind == Kind.UNAVAILABLE || (kind == Kind.LOCKED && database.dialect() == Dialect.SQLITE);
    }
}
