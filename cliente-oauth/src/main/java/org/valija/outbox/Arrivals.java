package org.valija.outbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts what is accepted of an account while its drain stays for it, and gathers it until the next of moments that are the
 * same for all accounts: so what is accepted one by one is claimed and noted together, of several accounts in one commit.
 * Thread-safe.
 */
final class Arrivals {

    /** A mail waits half of it on average; each account's claims and notes are at most so often. */
    private static final long TICK_NANOS = Duration.ofMillis(100).toNanos();

    private int count;
    private long firstAt;
    private int enough = 1;

    /** So many need not wait for more: all connections have their fill. */
    synchronized void enough(int mails) {
        enough = mails;
    }

    /** A mail was committed. */
    synchronized void signal() {
        if (count++ == 0) {
            firstAt = System.nanoTime();
        }
        if (count == 1 || count >= enough) {
            notifyAll();
        }
    }

    /** What was counted is about to be claimed. */
    synchronized void forget() {
        count = 0;
    }

    /**
     * Waits until what has arrived is gathered.
     *
     * @param until by {@link System#nanoTime()}; so long when nothing arrives
     * @return whether anything has
     */
    synchronized boolean await(long until) throws InterruptedException {
        while (count < enough) {
            long left = (count == 0 ? until : tickAfter(firstAt)) - System.nanoTime();
            if (left <= 0) {
                return count > 0;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private static long tickAfter(long nanos) {
        return (Math.floorDiv(nanos, TICK_NANOS) + 1) * TICK_NANOS;
    }
}
