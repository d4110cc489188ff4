package org.valija.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.valija.mail.SmtpConnectException.Kind;

/**
 * Warm connections, kept for each account and bounded by what its provider bears: a mail that finds one pays neither for
 * TLS nor for authentication. A connection serves only the authorisation that it was opened with. One thread closes what
 * has been idle too long; it lives while connections do. Thread-safe.
 */
final class SmtpPool implements AutoCloseable {

    /** An idle connection younger than this is used without asking whether the server still listens. */
    private static final long TRUSTED_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int ASK_PATIENCE_MILLIS = 10_000;
    private static final long SWEEP_EVERY_MILLIS = 1000;

    private final SmtpClient client;
    private final LongSupplier nanoTime;
    private final Map<Account, Shelf> shelves = new ConcurrentHashMap<>();
    private boolean sweeping;
    private volatile boolean closed;

    SmtpPool(SmtpClient client) {
        this(client, System::nanoTime);
    }

    SmtpPool(SmtpClient client, LongSupplier nanoTime) {
        this.client = client;
        this.nanoTime = nanoTime;
    }

    /**
     * Who sends, and by which authorisation: authenticating again makes another one.
     *
     * @param grantId whose mailbox
     * @param connectedAt when its user authenticated
     */
    record Account(long grantId, Instant connectedAt) {}

    private record Idle(SmtpConnection connection, SubmissionServer server, int mails, long since) {}

    /** An account's connections; guarded by itself. */
    private static final class Shelf {
        private final Semaphore places;
        private final Deque<Idle> idle = new ArrayDeque<>();
        private boolean dropped;

        Shelf(int places) {
            this.places = new Semaphore(places, true);
        }

        synchronized @Nullable Idle take() {
            return idle.pollLast();
        }

        /** Keeps the connection, unless the account's were dropped meanwhile. */
        synchronized boolean keep(Idle connection) {
            return !dropped && idle.offerLast(connection);
        }

        synchronized List<Idle> takeAll(boolean dropping) {
            dropped |= dropping;
            List<Idle> all = new ArrayList<>(idle);
            idle.clear();
            return all;
        }

        synchronized List<Idle> takeIdleSince(long now) {
            List<Idle> old = new ArrayList<>();
            while (!idle.isEmpty() && now - idle.getFirst().since() > idleNanos(idle.getFirst())) {
                old.add(idle.removeFirst());
            }
            return old;
        }

        private static long idleNanos(Idle connection) {
            return connection.server().limits().idle().toNanos();
        }
    }

    /**
     * Sends over a warm connection of the account, or a new one; waits while it has as many as its provider bears. Where
     * a connection ends, the rest goes on over another.
     *
     * @param mails in their order; what is left in it when this throws was not begun
     * @param ended told the outcome of each mail, in their order, on this thread
     * @throws SmtpConnectException when no connection comes about
     */
    void deliverAll(
            Account account,
            SubmissionServer server,
            SmtpCredentials credentials,
            Deque<Parcel> mails,
            BiConsumer<Parcel, Outcome> ended) {
        Shelf shelf = shelves.computeIfAbsent(
                account, key -> new Shelf(server.limits().connections()));
        try {
            shelf.places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SmtpConnectException(Kind.UNREACHABLE, "interrupted while waiting for a connection", null, null);
        }
        try {
            boolean fresh = false;
            while (!mails.isEmpty()) {
                DeliveryListener listener = mails.element().listener();
                Idle used =
                        fresh ? open(server, credentials, listener) : connection(shelf, server, credentials, listener);
                fresh = deliverAll(shelf, used, mails, ended);
            }
        } finally {
            shelf.places.release();
        }
    }

    /** As many over one connection as it may still take; tells whether a mail is to be repeated, and then on a new one. */
    private boolean deliverAll(Shelf shelf, Idle used, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
        Deque<Parcel> now = new ArrayDeque<>();
        int room = used.server().limits().mailsPerConnection() - used.mails();
        while (now.size() < room && !mails.isEmpty()) {
            now.add(mails.remove());
        }
        int handedIn = now.size();
        Deque<Parcel> again = new ArrayDeque<>();
        AtomicInteger before = new AtomicInteger(used.mails());
        try {
            used.connection().deliverAll(now, (parcel, outcome) -> {
                if (isToBeRepeated(used, before.getAndIncrement(), outcome)) {
                    again.add(parcel);
                } else {
                    ended.accept(parcel, outcome);
                }
            });
        } finally {
            giveBack(shelf, used, handedIn - now.size());
            now.descendingIterator().forEachRemaining(mails::addFirst);
            again.descendingIterator().forEachRemaining(mails::addFirst);
        }
        return !again.isEmpty();
    }

    /**
     * Once more on a new connection, where the first attempt says nothing of the mail. What the server says to the first mail of
     * a connection counts.
     *
     * @param before mails that the connection had dealt with before this one
     */
    private boolean isToBeRepeated(Idle used, int before, Outcome outcome) {
        if (used.connection().wasChunkingRefused()) {
            client.distrustChunking(used.server());
            return true;
        }
        if (used.connection().wasOutOfStep() && before > 0) {
            return true;
        }
        boolean warm = used.mails() > 0;
        return warm && used.connection().hadEnded() && outcome instanceof Outcome.Deferred;
    }

    private Idle connection(
            Shelf shelf, SubmissionServer server, SmtpCredentials credentials, DeliveryListener listener) {
        Idle warm = shelf.take();
        while (warm != null) {
            boolean ask = nanoTime.getAsLong() - warm.since() > TRUSTED_NANOS;
            if (warm.server().equals(server)
                    && warm.connection().isAlive(ask, ASK_PATIENCE_MILLIS, (int)
                            server.replyTimeout().toMillis())) {
                return warm;
            }
            warm.connection().close();
            warm = shelf.take();
        }
        return open(server, credentials, listener);
    }

    private Idle open(SubmissionServer server, SmtpCredentials credentials, DeliveryListener listener) {
        return new Idle(client.connect(server, credentials, listener), server, 0, nanoTime.getAsLong());
    }

    private void giveBack(Shelf shelf, Idle used, int handedIn) {
        SmtpConnection connection = used.connection();
        int mails = used.mails() + handedIn;
        boolean goesOn = connection.isUsable()
                && !closed
                && mails < used.server().limits().mailsPerConnection()
                && !used.server().limits().idle().isZero();
        if (goesOn && shelf.keep(new Idle(connection, used.server(), mails, nanoTime.getAsLong()))) {
            sweepFromNowOn();
        } else {
            connection.close();
        }
    }

    /** Closes what the account holds; connections in use are closed when their mail has ended. */
    void drop(long grantId) {
        shelves.forEach((account, shelf) -> {
            if (account.grantId() == grantId && shelves.remove(account, shelf)) {
                shelf.takeAll(true).forEach(idle -> idle.connection().close());
            }
        });
    }

    /** Connections that wait for their next mail. */
    int idleConnections() {
        return shelves.values().stream()
                .mapToInt(shelf -> {
                    synchronized (shelf) {
                        return shelf.idle.size();
                    }
                })
                .sum();
    }

    private synchronized void sweepFromNowOn() {
        if (!sweeping) {
            sweeping = true;
            Thread thread = new Thread(this::run, "valija-smtp-pool");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        while (goesOn()) {
            try {
                Thread.sleep(SWEEP_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            sweep();
        }
    }

    /** Closes what has been idle too long. */
    void sweep() {
        long now = nanoTime.getAsLong();
        shelves.values()
                .forEach(shelf -> shelf.takeIdleSince(now)
                        .forEach(idle -> idle.connection().close()));
    }

    private synchronized boolean goesOn() {
        sweeping = !closed && idleConnections() > 0;
        return sweeping;
    }

    /** Closes all that is idle; what is in use is closed when its mail has ended. */
    @Override
    public void close() {
        closed = true;
        shelves.values()
                .forEach(shelf ->
                        shelf.takeAll(false).forEach(idle -> idle.connection().close()));
    }
}
