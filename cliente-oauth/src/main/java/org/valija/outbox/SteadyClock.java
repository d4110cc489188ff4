package org.valija.outbox;

import com.github.kagkarlsson.scheduler.Clock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The database's time, carried on by this process's own: leases and signs of life of several nodes are held against the same
 * clock, and a clock that is set does not stop the polling. Where the two part, the database's is taken over, and for a while
 * nobody is declared dead: every sign of life looks too old or too young until its node has given the next one. Thread-safe.
 */
final class SteadyClock implements Clock {

    private static final System.Logger LOG = System.getLogger(SteadyClock.class.getName());
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final Duration UNSETTLED = Duration.ofSeconds(25);

    private record Anchor(Instant time, long nanos) {}

    private final LongSupplier nanoTime;
    private volatile Anchor anchor;

    SteadyClock(Instant databaseTime) {
        this(databaseTime, System::nanoTime);
    }

    SteadyClock(Instant databaseTime, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.anchor = new Anchor(databaseTime, nanoTime.getAsLong());
    }

    @Override
    public Instant now() {
        Anchor set = anchor;
        return set.time().plusNanos(nanoTime.getAsLong() - set.nanos());
    }

    /** The database says that it is now. */
    void compare(Instant databaseTime) {
        Duration apart = Duration.between(now(), databaseTime);
        if (apart.abs().compareTo(TOLERANCE) > 0) {
            anchor = new Anchor(databaseTime, nanoTime.getAsLong());
            LOG.log(Level.WARNING, "the database's clock was set, or this machine slept: " + apart.toSeconds() + " s");
        }
    }

    /** Whether signs of life can be judged: not soon after the clock was set. */
    boolean isSettled() {
        return nanoTime.getAsLong() - anchor.nanos() > UNSETTLED.toNanos();
    }
}
