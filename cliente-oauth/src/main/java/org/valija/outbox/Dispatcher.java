package org.valija.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.valija.mail.MailSender;
import org.valija.oauth.OAuth;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.Dialect;

/**
 * Delivers on this node what the outbox accepted, on any number of nodes of one database. Each account has one permanent row in
 * db-scheduler's table; whoever has picked it drains the account. No mail is left behind:
 *
 * <ul>
 *   <li>after a commit here, a hint makes the account's drain due, unless it runs here;
 *   <li>a drain that ends first gives its row back and then looks once more for what came meanwhile;
 *   <li>every node looks every 250 ms for accounts with mail that is due: what other programs committed, what was put off, and
 *       what came between a commit and its hint when a node was killed.
 * </ul>
 *
 * <p>A node that gives no sign of life for 12 s is taken for dead, and another takes its accounts over. Thread-safe.
 */
public final class Dispatcher implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final Duration HINTS_GATHERED = Duration.ofMillis(5);
    private static final Duration UPKEEP = Duration.ofSeconds(2);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration NODE_LIVES = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofDays(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    /** A drain gives others their turn after so long. */
    private static final Duration TURN = Duration.ofSeconds(2);

    /** So long where the node has its share already: nobody waits for a node that does not come, and one that does gets it. */
    private static final Duration SHORT_TURN = Duration.ofMillis(250);

    private static final Duration NOT_MY_TURN = Duration.ofMillis(300);
    private static final Duration PATIENCE_WITH_TIMER = Duration.ofSeconds(9);
    private static final Duration PATIENCE_AT_END = Duration.ofMinutes(4);

    /** A node that has so few accounts leaves none to the others. */
    private static final int FEWEST = 2;

    private final Outbox outbox;
    private final OutboxTables tables;
    private final Database database;
    private final GroupWriter writer;
    private final OAuth oauth;
    private final MendedGrants mending;
    private final Courier courier;
    private final Setup setup;
    private final Verdicts verdicts;
    private final DeliveryStore store;
    private final SteadyClock clock;
    private final Instant startedAt;
    private final Scheduler scheduler;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final Map<Long, Drain> running = new ConcurrentHashMap<>();

    /** Accounts that have their permanent row. */
    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    private final Set<Long> hinted = ConcurrentHashMap.newKeySet();
    private volatile int share = Integer.MAX_VALUE;
    private volatile int livingNodes = 1;
    private volatile boolean closing;

    /** Repeated work that the database refused when it was last tried. */
    private final Set<Runnable> failing = ConcurrentHashMap.newKeySet();

    /**
     * What a node is told.
     *
     * @param node its name: stable over restarts and its own, up to 50 characters. At its start a node takes back what that
     *     name held
     * @param drains accounts that it sends for at one time, at most
     * @param threads makes its threads; those that send mostly wait, so virtual ones serve well
     * @param policy when mail is tried again, and how long
     */
    public record Setup(String node, int drains, ThreadFactory threads, DeliveryPolicy policy) {

        private static final int LONGEST_NAME = 50;

        public Setup {
            if (node.isBlank() || node.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("a node's name has 1 to " + LONGEST_NAME + " characters");
            }
            if (drains < 1) {
                throw new IllegalArgumentException("a node sends for at least one account");
            }
        }

        /** Thirty-two accounts at a time, on daemon threads, by the standard policy. */
        public static Setup of(String node) {
            return new Setup(
                    node,
                    32,
                    task -> {
                        Thread thread = new Thread(task, "valija-outbox");
                        thread.setDaemon(true);
                        return thread;
                    },
                    DeliveryPolicy.STANDARD);
        }

        /** The same with other threads. */
        public Setup on(ThreadFactory factory) {
            return new Setup(node, drains, factory, policy);
        }

        /** The same with another policy. */
        public Setup by(DeliveryPolicy other) {
            return new Setup(node, drains, threads, other);
        }

        /** The same with another bound of accounts at a time. */
        public Setup atMost(int accounts) {
            return new Setup(node, accounts, threads, policy);
        }
    }

    /**
     * Begins to deliver.
     *
     * @param oauth opened on the outbox's database
     * @throws DatabaseException when the database cannot be reached
     */
    public static Dispatcher start(Outbox outbox, OAuth oauth, MailSender sender, Setup setup) {
        return start(outbox, oauth, Courier.of(sender), setup);
    }

    /** Begins to deliver by another courier. */
    public static Dispatcher start(Outbox outbox, OAuth oauth, Courier courier, Setup setup) {
        Dispatcher dispatcher = new Dispatcher(outbox, oauth, courier, setup);
        dispatcher.start();
        return dispatcher;
    }

    private Dispatcher(Outbox outbox, OAuth oauth, Courier courier, Setup setup) {
        this.outbox = outbox;
        this.tables = outbox.tables();
        this.database = outbox.database();
        this.writer = outbox.deliveryWriter();
        this.oauth = oauth;
        this.mending = new MendedGrants(outbox, oauth.vault(), () -> closing);
        this.courier = courier;
        this.setup = setup;
        this.verdicts = new Verdicts(setup.policy(), setup.node());
        this.store = new DeliveryStore(
                database,
                writer,
                tables,
                outbox.contents(),
                verdicts,
                id -> oauth.vault().grant(id),
                courier::quotaOf,
                outbox::observer,
                outbox.clock());
        this.startedAt = database.run(database.dialect()::now);
        this.clock = new SteadyClock(startedAt);
        this.workers = Executors.newCachedThreadPool(setup.threads());
        this.timer = Executors.newSingleThreadScheduledExecutor(setup.threads());
        this.scheduler = scheduler();
    }

    private Scheduler scheduler() {
        CustomTask<Void> drain = Tasks.custom(ScheduleTable.DRAIN, Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, clock.now().plus(AFTER_FAILURE)))
                .onDeadExecution(this::dead)
                .execute(this::drain);
        SchedulerBuilder builder = Scheduler.create(database.takingTurns(), drain)
                .tableName(ScheduleTable.NAME)
                .jdbcCustomization(tables.schedule().customization())
                .schedulerName(new SchedulerName.Fixed(setup.node()))
                .clock(clock)
                .threads(setup.drains())
                .executorService(Executors.newCachedThreadPool(setup.threads()))
                .pollingInterval(Duration.ofSeconds(5))
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(PATIENCE_AT_END.dividedBy(2));
        return database.dialect() == Dialect.SQLITE
                ? builder.pollUsingFetch(0.5, 1.0).build()
                : builder.pollUsingLockAndFetch(0.5, 1.0).build();
    }

    private void start() {
        database.inTransaction(connection -> {
            tables.archive().preparePartitions(connection, outbox.clock().instant());
            int own = tables.schedule().releaseOf(connection, setup.node(), clock.now());
            if (own > 0) {
                LOG.log(Level.INFO, own + " accounts were being sent for when this node last ended");
            }
            tables.nodes().seen(connection, setup.node(), startedAt, clock.now());
            return true;
        });
        scheduler.start();
        oauth.addListener(mending);
        outbox.wokenBy(this::hint);
        repeat(this::sweep, SWEEP);
        repeat(this::lookAround, UPKEEP);
        repeat(new Housekeeping(outbox, setup.policy(), () -> closing), HOUSEKEEPING);
    }

    private void repeat(Runnable work, Duration period) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                        if (failing.remove(work)) {
                            LOG.log(Level.INFO, "the outbox has its database again");
                        }
                    } catch (DatabaseException | SQLRuntimeException e) {
                        // Once for each time; it may be away for days.
                        Level level = failing.add(work) ? Level.WARNING : Level.DEBUG;
                        LOG.log(level, "the outbox waits for its database: " + e.getMessage());
                    } catch (RuntimeException e) {
                        LOG.log(Level.ERROR, "the outbox's upkeep failed and goes on", e);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** This node's name. */
    public String node() {
        return setup.node();
    }

    /** Mail of the account was committed here. */
    void hint(long grantId) {
        Drain drain = running.get(grantId);
        if (drain != null) {
            // It stays for more, or looks once more after it has left the map.
            drain.signal();
            return;
        }
        if (closing || !hinted.add(grantId)) {
            return;
        }
        try {
            timer.schedule(this::wakeHinted, HINTS_GATHERED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the node is stopping; another finds the mail", e);
        }
    }

    private void wakeHinted() {
        List<Long> accounts = List.copyOf(hinted);
        accounts.forEach(hinted::remove);
        try {
            wake(accounts);
        } catch (DatabaseException e) {
            LOG.log(Level.DEBUG, "the database is away; the sweep wakes the accounts", e);
        }
    }

    private void wake(List<Long> accounts) {
        if (accounts.isEmpty()) {
            return;
        }
        boolean any = create(
                accounts.stream().filter(account -> !known.contains(account)).toList());
        any |= writer.write(connection -> {
            boolean woken = false;
            for (long account : accounts) {
                woken |= tables.schedule().wake(connection, account, clock.now());
            }
            return woken;
        });
        if (any) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    /** In a transaction of its own and in their order: who inserts a row waits for another that does. */
    private boolean create(List<Long> accounts) {
        if (accounts.isEmpty()) {
            return false;
        }
        boolean any = database.inTransaction(connection -> {
            boolean created = false;
            for (long account : accounts.stream().sorted().toList()) {
                created |= tables.schedule().create(connection, account, clock.now());
            }
            return created;
        });
        known.addAll(accounts);
        return any;
    }

    /** Finds what no hint told of. */
    private void sweep() {
        Instant now = outbox.clock().instant();
        List<Long> due = database.run(connection -> tables.messages().accountsWithDue(connection, now));
        int nodes = Math.max(1, livingNodes);
        share = nodes == 1 ? Integer.MAX_VALUE : Math.max(FEWEST, (due.size() + nodes - 1) / nodes);
        List<Long> waiting = due.stream().filter(this::isNotRunning).toList();
        wake(waiting);
        if (!waiting.isEmpty()) {
            // Rows that are due already, which nobody was told of, or which another node gave back for us.
            scheduler.triggerCheckForDueExecutions();
        }
    }

    /** An account that is being sent for is told that there is more. */
    private boolean isNotRunning(long account) {
        Drain drain = running.get(account);
        if (drain != null) {
            drain.nudge();
        }
        return drain == null;
    }

    private void lookAround() {
        clock.compare(database.run(database.dialect()::now));
        Instant now = clock.now();
        writer.write(connection -> {
            tables.nodes().seen(connection, setup.node(), startedAt, now);
            return true;
        });
        livingNodes = (int) database.run(tables.nodes()::all).stream()
                .filter(node -> node.seenAt().plus(NODE_LIVES).isAfter(now))
                .count();
        mending.resumeAll();
        wake(database.run(tables.messages()::accountsUnderWay).stream()
                .filter(account -> !running.containsKey(account))
                .toList());
    }

    private CompletionHandler<Void> drain(TaskInstance<Void> instance, ExecutionContext context) {
        long grantId = Long.parseLong(instance.getId());
        boolean beyondShare = running.size() >= share;
        Drain drain = new Drain(
                store,
                courier,
                verdicts,
                workers,
                grantId,
                () -> !closing && lives(context),
                () -> !beyondShare && running.size() < setup.drains(),
                beyondShare ? SHORT_TURN : TURN);
        running.put(grantId, drain);
        try {
            drain.run();
        } catch (DatabaseException e) {
            LOG.log(Level.INFO, "account " + grantId + " waits for the database: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            running.remove(grantId, drain);
            throw e;
        }
        boolean forOthers = beyondShare && drain.isTurnOver();
        return (complete, operations) -> {
            try {
                giveBack(complete, operations, clock.now().plus(forOthers ? NOT_MY_TURN : IDLE));
            } finally {
                running.remove(grantId, drain);
            }
            if (!forOthers) {
                lookOnceMore(grantId);
            }
        };
    }

    private static boolean lives(ExecutionContext context) {
        return !context.getCurrentlyExecuting().getHeartbeatState().hasStaleHeartbeat();
    }

    /** What was committed while the row was picked could not make it due. */
    private void lookOnceMore(long grantId) {
        try {
            Instant now = outbox.clock().instant();
            boolean due = !closing
                    && database.run(connection -> tables.messages().isDue(connection, grantId, now)
                            && tables.accounts()
                                    .find(connection, grantId)
                                    .filter(row -> row.mayGo(now))
                                    .isPresent());
            if (due) {
                wake(List.of(grantId));
            }
        } catch (DatabaseException e) {
            LOG.log(Level.DEBUG, "the database is away; the sweep looks again", e);
        }
    }

    /**
     * Retried while the database is away: a row that stays picked is found dead only after a while. One that is not this
     * execution's any more was given back by an attempt whose answer was lost, or taken over.
     */
    private void giveBack(ExecutionComplete complete, ExecutionOperations<Void> operations, Instant next) {
        long patience = 50;
        while (true) {
            try {
                operations.reschedule(complete, next);
                return;
            } catch (ExecutionException e) {
                LOG.log(Level.DEBUG, "the account was given back before, or taken over", e);
                return;
            } catch (SQLRuntimeException e) {
                LOG.log(Level.DEBUG, "the database is away; the account is given back later", e);
                if (closing || patience > 20_000) {
                    throw e;
                }
                try {
                    Thread.sleep(patience);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
                patience *= 2;
            }
        }
    }

    private void dead(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        if (clock.isSettled()) {
            LOG.log(
                    Level.WARNING,
                    "node " + complete.getExecution().pickedBy + " gives no sign of life; account "
                            + complete.getExecution().taskInstance.getId() + " is taken over");
            operations.reschedule(complete, clock.now());
        }
    }

    /** Waits for the mails that are on the wire; those that are not wait for the next start, or go by another node. */
    @Override
    public void close() {
        closing = true;
        outbox.wokenBy(account -> {});
        scheduler.stop();
        timer.shutdown();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(PATIENCE_AT_END.toSeconds(), TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
            if (!timer.awaitTermination(1, TimeUnit.SECONDS)) {
                // What it waits for is a database that does not come.
                timer.shutdownNow();
                timer.awaitTermination(PATIENCE_WITH_TIMER.toSeconds(), TimeUnit.SECONDS);
            }
            if (failing.isEmpty()) {
                writer.write(connection -> {
                    tables.nodes().gone(connection, setup.node());
                    return true;
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DatabaseException e) {
            LOG.log(Level.DEBUG, "the database is away; this node's sign of life fades", e);
        }
    }
}
