package org.valija.server.alerts;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantListener;

/**
 * Work on alerts, on a virtual thread of its own: at once when an account's state changes at this node, and from time to time
 * for what happens elsewhere. Closed before what it works with.
 */
final class AlertWorker implements GrantListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertWorker.class);

    private final List<Runnable> work;
    private final Runnable hurry;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean woken = new AtomicBoolean();

    /**
     * @param name of the thread
     * @param work done one after another; what fails does not keep the rest from being done
     * @param hurry has the work under way end soon, when this is closed
     */
    AlertWorker(String name, List<Runnable> work, Runnable hurry, Duration period) {
        this.work = List.copyOf(work);
        this.hurry = hurry;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name(name).factory());
        long first = ThreadLocalRandom.current().nextLong(period.toMillis());
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::run, first, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stateChanged(Grant before, Grant after) {
        wake();
    }

    /** Something may have happened; said several times before the work begins, it is done once. */
    void wake() {
        if (!woken.compareAndSet(false, true)) {
            return;
        }
        try {
            timer.execute(() -> {
                woken.set(false);
                run();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The service is closing; whatever happened is found at the next start", e);
        }
    }

    private void run() {
        work.forEach(AlertWorker::run);
    }

    private static void run(Runnable one) {
        try {
            one.run();
        } catch (RuntimeException e) {
            LOG.warn("The work on alerts failed and is tried again", e);
        }
    }

    /** Waits for the work under way, which was told to end. */
    @Override
    public void close() {
        hurry.run();
        timer.close();
    }
}
