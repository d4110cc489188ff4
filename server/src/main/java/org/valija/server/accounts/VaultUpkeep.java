package org.valija.server.accounts;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the vault does from time to time, on one virtual thread. The first time comes after a random part of the period, so
 * that nodes started together do not ask the providers together. A failure is told to the log and the next time comes all
 * the same.
 */
final class VaultUpkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VaultUpkeep.class);

    private final Consumer<BooleanSupplier> work;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("vault-upkeep").factory());

    /** @param work is told whether the service still runs */
    VaultUpkeep(Consumer<BooleanSupplier> work, Duration period) {
        this.work = work;
        long first = ThreadLocalRandom.current().nextLong(period.toMillis());
        timer.scheduleWithFixedDelay(this::run, first, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            work.accept(() -> !timer.isShutdown());
        } catch (RuntimeException e) {
            LOG.warn("The upkeep of the authorisations failed and is tried again later", e);
        }
    }

    /** Waits for the renewal under way, if there is one. */
    @Override
    public void close() {
        timer.close();
    }
}
