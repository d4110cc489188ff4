package org.valija.server.recovery;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the desk work, on one virtual thread: soon after somebody asked, and from time to time for what another node left behind.
 * Soon is a random moment: work that begins at once would meet the next request of who measures how long answers take.
 */
final class RecoveryWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryWorker.class);
    private static final long SOONEST_MILLIS = 200;
    private static final long LATEST_MILLIS = 1_200;

    private final RecoveryDesk desk;
    private final Supplier<Stream<SystemMailWork>> further;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("recovery").factory());

    /** @param further work of other features, looked for when it is done */
    RecoveryWorker(RecoveryDesk desk, Supplier<Stream<SystemMailWork>> further, Duration period) {
        this.desk = desk;
        this.further = further;
        long first = ThreadLocalRandom.current().nextLong(period.toMillis());
        ScheduledFuture<?> _ =
                timer.scheduleWithFixedDelay(this::upkeep, first, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Somebody has asked. */
    void wake() {
        long soon = ThreadLocalRandom.current().nextLong(SOONEST_MILLIS, LATEST_MILLIS);
        ScheduledFuture<?> _ = timer.schedule(() -> run(desk::answer), soon, TimeUnit.MILLISECONDS);
    }

    private void upkeep() {
        run(desk::answer);
        run(desk::tidy);
        run(() -> further.get().forEach(work -> run(work::run)));
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("The work on mail of the system mailbox failed and is tried again", e);
        }
    }

    /** Waits for the work under way. */
    @Override
    public void close() {
        timer.close();
    }
}
