package org.valija.server.bulk;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the work on bulk deliveries done, on one virtual thread: at once when somebody presses a button of this node's pages, and
 * from time to time for what another node left behind and for mails that have ended. Closed before what it works with.
 */
final class BulkWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BulkWorker.class);

    private final BulkWork work;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("bulk").factory());
    private volatile boolean closing;

    BulkWorker(BulkWork work, Duration period) {
        this.work = work;
        ScheduledFuture<?> _ =
                timer.scheduleWithFixedDelay(this::run, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Somebody has pressed a button. */
    void wake() {
        timer.execute(this::run);
    }

    private void run() {
        try {
            boolean more = !closing;
            while (more) {
                more = work.step() && !closing;
            }
        } catch (Throwable e) {
            // A periodic task that throws is never run again, and all deliveries would wait for the next start.
            LOG.error("The work on bulk deliveries failed and is tried again", e);
        }
    }

    /** Waits for the step under way. */
    @Override
    public void close() {
        closing = true;
        timer.close();
        try {
            work.end();
        } catch (RuntimeException e) {
            LOG.info("What this node holds is free in {}: {}", BulkWork.HELD, e.getMessage());
        }
    }
}
