package org.valija.outbox;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.valija.mail.DeliveryListener;
import org.valija.mail.Outcome;
import org.valija.mail.Parcel;
import org.valija.mail.SendingCapacity;
import org.valija.sql.DatabaseException;

/**
 * Sends what is due of one account, over as many connections as its provider bears. The one drain of an account that may
 * write is the one with the latest fence; what an earlier one had begun and not noted is of unknown end.
 *
 * <p>Each connection's worker claims a few mails, has them delivered, and notes how they ended, in the transaction that claims
 * the next ones if there may be such. What it has to note is kept and tried again while the database is away.
 */
final class Drain {

    private static final System.Logger LOG = System.getLogger(Drain.class.getName());

    /** A server that takes longer for what was handed in together is a slow one. */
    private static final long SLOW_NANOS = Duration.ofSeconds(2).toNanos();

    /** So many mails put off one after another are the server's trouble and not theirs. */
    private static final int STREAK = 5;

    /** A mail of more octets is claimed alone: it takes long, and what is claimed with it would be of unknown end too. */
    private static final long LARGE = 256L * 1024;

    /** An account that has just sent often has more to send soon: its drain stays so long, and saves the way back in. */
    private static final long LINGER_NANOS = Duration.ofMillis(200).toNanos();

    /** While it stays, it looks so often for what other processes accepted. */
    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private static final Duration FIRST_PATIENCE = Duration.ofMillis(100);
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(5);

    private final DeliveryStore store;
    private final Courier courier;
    private final Verdicts verdicts;
    private final Executor executor;
    private final long grantId;
    private final BooleanSupplier mayGoOn;
    private final BooleanSupplier mayLinger;
    private final long turnNanos;
    private final Arrivals arrivals = new Arrivals();
    private final long begun = System.nanoTime();
    private final Object claiming = new Object();
    private final Map<Worker, Long> busySince = new IdentityHashMap<>();

    /** The workers that live; ends with the last of them. */
    private final Phaser workers = new Phaser(1);

    private final AtomicInteger streak = new AtomicInteger();
    private DeliveryStore.Opened opened = DeliveryStore.Opened.NOTHING;
    private SendingCapacity capacity = new SendingCapacity(1, 1);
    private volatile boolean begunSending;
    private volatile boolean lingering;
    private volatile boolean stopped;
    private volatile boolean claimLost;

    /**
     * @param mayGoOn false when the node is stopping, or can no longer show that it lives
     * @param mayLinger false when others wait for a place
     * @param turn after so long it gives others their turn, or waits for the slowest of its mails
     */
    Drain(
            DeliveryStore store,
            Courier courier,
            Verdicts verdicts,
            Executor executor,
            long grantId,
            BooleanSupplier mayGoOn,
            BooleanSupplier mayLinger,
            Duration turn) {
        this.store = store;
        this.courier = courier;
        this.verdicts = verdicts;
        this.executor = executor;
        this.grantId = grantId;
        this.mayGoOn = mayGoOn;
        this.mayLinger = mayLinger;
        this.turnNanos = turn.toNanos();
    }

    /** Mail of the account was committed. */
    void signal() {
        arrivals.signal();
    }

    /**
     * Mail of the account is due. Nobody may be waiting for it: those that send, send other mail, and that may take long.
     */
    void nudge() {
        if (!lingering) {
            another();
        }
    }

    /** Stays a little for more mail; whether there is some. */
    private boolean lingers() {
        lingering = true;
        try {
            return awaitMail();
        } finally {
            lingering = false;
        }
    }

    private boolean awaitMail() {
        long end = System.nanoTime() + LINGER_NANOS;
        long lookAt = System.nanoTime() + LOOK_NANOS;
        while (mayLinger.getAsBoolean() && goesOn()) {
            if (isGathered(Math.min(lookAt, end))) {
                return true;
            }
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            if (System.nanoTime() - lookAt >= 0) {
                if (store.isDue(grantId)) {
                    return true;
                }
                lookAt = System.nanoTime() + LOOK_NANOS;
            }
        }
        return false;
    }

    private boolean isGathered(long until) {
        try {
            return arrivals.await(until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
            return false;
        }
    }

    /**
     * Returns when nothing is due, the turn is over, or the account cannot send.
     *
     * @throws DatabaseException when it could not begin
     */
    void run() {
        opened = store.open(grantId);
        if (!opened.mayGo()) {
            return;
        }
        SendingCapacity bears = courier.capacityOf(opened.grant().orElseThrow());
        capacity = new SendingCapacity(opened.ordered() ? 1 : bears.connections(), bears.together());
        arrivals.enough(capacity.together() * capacity.connections());
        begunSending = true;
        try {
            new Worker(true).run();
        } finally {
            workers.awaitAdvance(workers.arriveAndDeregister());
        }
        if (claimLost) {
            // Every worker has noted all that it sent; what is still claimed was claimed by a commit whose answer was
            // lost.
            store.unclaim(grantId, opened.fence());
        }
    }

    /** There may be more than one connection's worth. */
    private void another() {
        synchronized (workers) {
            if (begunSending
                    && workers.getRegisteredParties() < capacity.connections()
                    && goesOn()
                    && workers.register() >= 0) {
                try {
                    executor.execute(this::help);
                } catch (RejectedExecutionException e) {
                    workers.arriveAndDeregister();
                    LOG.log(Level.DEBUG, "no further worker: the node is stopping", e);
                }
            }
        }
    }

    private void help() {
        try {
            new Worker(false).run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a worker of account " + grantId + " ended unexpectedly", e);
        } finally {
            workers.arriveAndDeregister();
        }
    }

    private boolean goesOn() {
        return !stopped && mayGoOn.getAsBoolean() && (!isTurnOver() || isSomeoneSlow());
    }

    /** Whether it ended, if it did, though more may wait. */
    boolean isTurnOver() {
        return System.nanoTime() - begun >= turnNanos;
    }

    /** Others go on while one of them waits for a slow server, instead of waiting with it. */
    private boolean isSomeoneSlow() {
        long now = System.nanoTime();
        synchronized (busySince) {
            return busySince.values().stream().anyMatch(since -> now - since > SLOW_NANOS);
        }
    }

    /** A mail that was handed in, with its octets. */
    private record Handed(OutboxMail mail, StoredContent content) {}

    /** One connection's worth of work. */
    private final class Worker {

        private final boolean first;
        private Notes notes = new Notes();

        Worker(boolean first) {
            this.first = first;
        }

        void run() {
            boolean goesOn = true;
            while (goesOn) {
                arrivals.forget();
                DeliveryStore.Claim claim = noteAndClaim(true);
                if (claim.more()) {
                    another();
                }
                if (!claim.mails().isEmpty()) {
                    deliver(claim.mails());
                    if (first && !claim.more() && mayLinger.getAsBoolean()) {
                        noteAndClaim(false);
                        goesOn = lingers();
                    }
                } else {
                    goesOn = first && lingers();
                }
            }
        }

        /** Keeps trying to note what was sent; gives up claiming when that fails. */
        private DeliveryStore.Claim noteAndClaim(boolean claimsToo) {
            Duration patience = FIRST_PATIENCE;
            boolean claims = claimsToo;
            while (true) {
                try {
                    return claims && goesOn() ? noteThenClaim() : noteOnly();
                } catch (DatabaseException e) {
                    if (!stopped) {
                        LOG.log(
                                Level.WARNING,
                                "account " + grantId + ": " + notes.verdicts().size()
                                        + " results wait for the database (" + e.kind() + "): " + e.getMessage());
                    }
                    claimLost |= claims;
                    claims = false;
                    stopped = true;
                    if (notes.isEmpty() || !sleep(patience)) {
                        return DeliveryStore.Claim.NONE;
                    }
                    patience = patience.multipliedBy(2).compareTo(LONGEST_PATIENCE) < 0
                            ? patience.multipliedBy(2)
                            : LONGEST_PATIENCE;
                }
            }
        }

        private DeliveryStore.Claim noteThenClaim() {
            synchronized (claiming) {
                DeliveryStore.Claim claim = store.noteAndClaim(grantId, opened, notes, capacity.together(), LARGE);
                notes = new Notes();
                if (claim.stopped()) {
                    stopped = true;
                }
                return claim;
            }
        }

        private DeliveryStore.Claim noteOnly() {
            store.note(grantId, opened, notes);
            notes = new Notes();
            return DeliveryStore.Claim.NONE;
        }

        private void deliver(List<OutboxMail> batch) {
            Deque<Parcel> parcels = new ArrayDeque<>();
            Map<Parcel, Handed> handed = new IdentityHashMap<>();
            List<OutboxMail> open = new ArrayList<>(batch);
            busy(true);
            try {
                prepare(batch, open, parcels, handed);
                Optional<Outcome> stop = parcels.isEmpty()
                        ? Optional.empty()
                        : courier.sendAll(grantId, parcels, (parcel, outcome) -> {
                            Handed mail = Objects.requireNonNull(handed.get(parcel), "an outcome of another's mail");
                            open.remove(mail.mail());
                            ended(mail, outcome, parcels);
                        });
                stop.ifPresent(outcome -> stop(verdicts.stopped(outcome, opened.failures())));
                open.forEach(mail -> notes.add(verdicts.notBegun(mail)));
            } catch (RuntimeException e) {
                failed(e, open, parcels, handed);
            } finally {
                busy(false);
            }
        }

        private void prepare(
                List<OutboxMail> batch, List<OutboxMail> open, Deque<Parcel> parcels, Map<Parcel, Handed> handed) {
            Iterator<StoredContent> contents = store.contents(batch).iterator();
            for (OutboxMail mail : batch) {
                StoredContent content = contents.next();
                Optional<String> damage = content.damage();
                Optional<String> unreadable = content.unreadable();
                if (damage.isPresent()) {
                    open.remove(mail);
                    notes.add(verdicts.damaged(mail, store.now(), damage.get()));
                } else if (unreadable.isPresent()) {
                    open.remove(mail);
                    notes.add(verdicts.unreadable(mail, store.now(), unreadable.get()));
                } else {
                    Parcel parcel = new Parcel(mail.envelope(), content, DeliveryListener.SILENT);
                    parcels.add(parcel);
                    handed.put(parcel, new Handed(mail, content));
                }
            }
        }

        private void ended(Handed handed, Outcome outcome, Deque<Parcel> left) {
            Optional<String> damage = handed.content().damage();
            boolean lost = !(outcome instanceof Outcome.Delivered) && damage.isPresent();
            Verdict verdict = lost
                    ? verdicts.damaged(handed.mail(), store.now(), damage.get())
                    : verdicts.of(handed.mail(), outcome, store.now());
            notes.add(verdict);
            verdict.trouble().ifPresent(trouble -> {
                stop(trouble);
                left.clear();
            });
            boolean putOff = outcome instanceof Outcome.Deferred;
            if (!putOff) {
                streak.set(0);
            } else if (streak.incrementAndGet() >= STREAK && !stopped) {
                stop(verdicts.streak(verdict, opened.failures()));
                left.clear();
            }
        }

        /**
         * What was taken out of the queue and has no outcome may have been sent; the rest was not begun. A database that is away
         * says nothing of the account.
         */
        private void failed(RuntimeException e, List<OutboxMail> open, Deque<Parcel> left, Map<Parcel, Handed> handed) {
            List<OutboxMail> begun = new ArrayList<>();
            handed.forEach((parcel, mail) -> begun.add(mail.mail()));
            left.forEach(parcel ->
                    begun.remove(Objects.requireNonNull(handed.get(parcel)).mail()));
            for (OutboxMail mail : open) {
                notes.add(
                        begun.contains(mail)
                                ? verdicts.of(mail, new Outcome.Unknown(String.valueOf(e)), store.now())
                                : verdicts.notBegun(mail));
            }
            if (e instanceof DatabaseException database && database.kind() != DatabaseException.Kind.OTHER) {
                LOG.log(Level.WARNING, "account " + grantId + ": the database is away; its mails wait", e);
                stopped = true;
            } else {
                LOG.log(Level.ERROR, "account " + grantId + ": sending failed unexpectedly", e);
                stop(verdicts.broken(e));
            }
        }

        private void stop(Trouble trouble) {
            if (!stopped) {
                stopped = true;
                notes.add(trouble);
            }
        }

        private void busy(boolean now) {
            synchronized (busySince) {
                if (now) {
                    busySince.put(this, System.nanoTime());
                } else {
                    busySince.remove(this);
                }
            }
        }
    }

    private static long size(OutboxMail mail) {
        return mail.content().map(ContentId::octets).orElse(0L);
    }

    /** False when interrupted. */
    private static boolean sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
