package org.valija.server.sessions;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done for sessions beside the requests, on one virtual thread: expired ones are deleted from time to time, and
 * what may be written later is written. A failure is told to the log.
 */
final class SessionUpkeep implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionUpkeep.class);

    /** Deleted in one transaction, so that none holds SQLite's write lock for long. */
    private static final int BATCH = 500;

    private final WebSessionTable table;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("session-upkeep").factory());

    SessionUpkeep(WebSessionTable table, Clock clock, Duration period) {
        this.table = table;
        this.clock = clock;
        long first = ThreadLocalRandom.current().nextLong(period.toMillis());
        ScheduledFuture<?> _ =
                timer.scheduleWithFixedDelay(() -> run(this::sweep), first, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void execute(Runnable work) {
        timer.execute(() -> run(work));
    }

    void sweep() {
        int deleted;
        do {
            deleted = table.deleteExpired(clock.instant(), BATCH);
        } while (deleted == BATCH);
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("The upkeep of the sessions failed and is tried again later", e);
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
