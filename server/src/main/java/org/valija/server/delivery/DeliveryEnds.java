package org.valija.server.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies into the record how its mails ended, from time to time on one virtual thread: the record stays when the outbox forgets
 * its own. A failure is told to the log, and tried again.
 */
final class DeliveryEnds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEnds.class);
    private static final int AT_ONCE = 100;

    private final DeliveryLedger ledger;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("delivery-ends").factory());

    DeliveryEnds(DeliveryLedger ledger, Duration period) {
        this.ledger = ledger;
        ScheduledFuture<?> _ =
                timer.scheduleWithFixedDelay(this::run, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            copy();
        } catch (RuntimeException e) {
            LOG.warn("The ends of deliveries could not be copied and are tried again later", e);
        }
    }

    void copy() {
        Optional<Long> last = Optional.of(0L);
        while (last.isPresent() && !timer.isShutdown()) {
            last = ledger.copyEnds(last.get(), AT_ONCE);
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
