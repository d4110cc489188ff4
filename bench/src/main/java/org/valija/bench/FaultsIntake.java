package org.valija.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.valija.outbox.Outbox;
import org.valija.sql.DatabaseException;

/**
 * Hands mails in from the bench's own process, each as often as it takes until it is told that it was accepted, and some
 * once more after that. Thread-safe.
 */
final class FaultsIntake implements AutoCloseable {

    private static final int SENDERS = 4;
    private static final int EACH_AGAIN = 25;
    private static final long PAUSE_MILLIS = 100;

    private final Outbox outbox;
    private final List<Long> grants;
    private final BlockingQueue<Integer> waiting = new LinkedBlockingQueue<>();
    private final Map<Integer, Long> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger doubled = new AtomicInteger();
    private final List<Thread> senders = new ArrayList<>();

    FaultsIntake(Outbox outbox, List<Long> grants) {
        this.outbox = outbox;
        this.grants = grants;
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofVirtual().start(this::run));
        }
    }

    private void run() {
        try {
            while (true) {
                int number = waiting.take();
                accept(number);
                if (number % EACH_AGAIN == 0) {
                    again.incrementAndGet();
                    accept(number);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(int number) throws InterruptedException {
        while (true) {
            try {
                Outbox.Accepted told = outbox.enqueue(FaultsMail.mail(number, grants), FaultsMail.content(number));
                told(number, told.id());
                return;
            } catch (DatabaseException e) {
                refusals.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** Somebody was told that a mail was accepted, under that id. */
    void told(int number, long id) {
        Long before = accepted.putIfAbsent(number, id);
        if (before != null && before != id) {
            doubled.incrementAndGet();
        }
    }

    void handIn(int from, int until) {
        IntStream.range(from, until).forEach(waiting::add);
    }

    /** Hands in what nobody was told of: the node that had it was killed. */
    void handInMissing(int mails) {
        IntStream.range(0, mails)
                .filter(number -> !accepted.containsKey(number))
                .forEach(waiting::add);
    }

    int accepted() {
        return accepted.size();
    }

    /** How often the database refused, or its answer did not come. */
    int refusals() {
        return refusals.get();
    }

    /** Mails that were handed in once more after they had been accepted. */
    int again() {
        return again.get();
    }

    /** Mails that were accepted under a second id. */
    int doubled() {
        return doubled.get();
    }

    @Override
    public void close() {
        senders.forEach(Thread::interrupt);
    }
}
