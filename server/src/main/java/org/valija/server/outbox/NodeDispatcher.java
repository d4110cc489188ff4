package org.valija.server.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.valija.outbox.Dispatcher;
import org.valija.sql.DatabaseException;

/**
 * Delivers on this node. It begins beside the start of the service, which does not wait for it, and is closed before what it
 * works with, so that mail on the wire gets its answer.
 */
final class NodeDispatcher implements ApplicationListener<ApplicationReadyEvent>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeDispatcher.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** Whoever waits for the first page goes first: both want the same processors. */
    private static final Duration AFTER_FIRST_PAGE = Duration.ofMillis(400);

    private final Supplier<Dispatcher> begin;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Optional<Thread> beginning = Optional.empty();
    private volatile Optional<Dispatcher> dispatcher = Optional.empty();

    NodeDispatcher(Supplier<Dispatcher> begin) {
        this.begin = begin;
    }

    @Override
    public synchronized void onApplicationEvent(ApplicationReadyEvent ready) {
        if (beginning.isEmpty() && closing.getCount() > 0) {
            beginning = Optional.of(Thread.ofVirtual().name("outbox-begins").start(this::begin));
        }
    }

    /** A database that goes away in these moments is waited for, as it is later. */
    private void begin() {
        boolean again = waits(AFTER_FIRST_PAGE);
        while (again) {
            try {
                dispatcher = Optional.of(begin.get());
                again = false;
            } catch (DatabaseException e) {
                LOG.warn("The outbox cannot be delivered yet and is tried again: {}", e.getMessage());
                again = waits(AGAIN);
            } catch (RuntimeException e) {
                LOG.error("The outbox cannot be delivered and is tried again", e);
                again = waits(AGAIN);
            }
        }
    }

    /** False when the service ends meanwhile. */
    private boolean waits(Duration time) {
        try {
            return !closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Optional<Thread> began;
        synchronized (this) {
            began = beginning;
        }
        try {
            if (began.isPresent()) {
                began.get().join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dispatcher.ifPresent(Dispatcher::close);
    }
}
