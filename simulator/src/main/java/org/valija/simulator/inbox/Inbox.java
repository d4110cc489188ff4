package org.valija.simulator.inbox;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every message accepted, in order. Thread-safe. */
public final class Inbox {

    private final Clock clock;
    private final List<ReceivedMessage> messages = new ArrayList<>();
    private long lastId;

    public Inbox(Clock clock) {
        this.clock = clock;
    }

    /** Keeps a message and wakes who waits for it. */
    public synchronized ReceivedMessage add(Envelope envelope, byte[] content) {
        lastId++;
        ReceivedMessage message = new ReceivedMessage(lastId, envelope, clock.instant(), content);
        messages.add(message);
        notifyAll();
        return message;
    }

    /** All messages so far, oldest first. */
    public synchronized List<ReceivedMessage> messages() {
        return List.copyOf(messages);
    }

    public synchronized Optional<ReceivedMessage> message(long id) {
        return messages.stream().filter(message -> message.id() == id).findFirst();
    }

    /**
     * Waits until at least {@code count} messages are here and returns all of them.
     *
     * @throws IllegalStateException when they did not come within {@code timeout}, or the thread was interrupted
     */
    public synchronized List<ReceivedMessage> await(int count, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (messages.size() < count) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException(
                        "Expected " + count + " messages within " + timeout + ", got " + messages.size());
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for mail", e);
            }
        }
        return messages();
    }

    /** Forgets every message; ids go on counting. */
    public synchronized void clear() {
        messages.clear();
    }
}
