package org.valija.server.users;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.server.secrets.Sha256;
import org.valija.server.users.EntryAttemptTable.Attempts;

/**
 * Counts attempts under names and makes whoever makes too many of them wait. They are counted in the database, and before what
 * they ask for is looked at: trying at several nodes, or many times at once, gains nothing. Nodes whose clocks differ shorten a
 * wait by that difference. Names are kept as hashes alone. Thread-safe.
 */
@Component
public class AttemptThrottle {

    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;

    private final EntryAttemptTable table;
    private final Clock clock;

    AttemptThrottle(EntryAttemptTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * How attempts under one name are slowed; an hour after the last one all are forgotten.
     *
     * @param free how many are not
     * @param first what the next one waits, and each further one twice as long as the one before it…
     * @param longest …up to this
     */
    public record Pace(int free, Duration first, Duration longest) {}

    /** Zero when this may be tried now, which then counts; else how long to wait, and nothing is counted. */
    public Duration attempt(String name, Pace pace) {
        String hash = Sha256.hex(name);
        while (true) {
            Instant now = clock.instant();
            Optional<Attempts> known = table.find(hash);
            Duration wait = known.map(attempts -> Duration.between(now, free(attempts, pace)))
                    .filter(Duration::isPositive)
                    .orElse(Duration.ZERO);
            if (wait.isPositive() || counted(hash, known, now)) {
                return wait;
            }
        }
    }

    /** An attempt that counted was none. */
    public void takeBack(String name) {
        table.takeBack(Sha256.hex(name));
    }

    /** Lets a name begin anew. */
    public void forget(String name) {
        table.delete(Sha256.hex(name));
    }

    /** Whether nobody else counted meanwhile. */
    private boolean counted(String hash, Optional<Attempts> known, Instant now) {
        Instant forgotten = now.minus(FORGOTTEN);
        if (known.isEmpty()) {
            table.forget(forgotten);
            return table.insert(hash, new Attempts(1, now));
        }
        int before = known.get().last().isBefore(forgotten) ? 0 : known.get().count();
        return table.update(hash, known.get(), new Attempts(before + 1, now));
    }

    private static Instant free(Attempts attempts, Pace pace) {
        if (attempts.count() < pace.free()) {
            return attempts.last();
        }
        int doublings = Math.min(attempts.count() - pace.free(), MOST_DOUBLINGS);
        Duration wait = pace.first().multipliedBy(1L << doublings);
        return attempts.last().plus(wait.compareTo(pace.longest()) < 0 ? wait : pace.longest());
    }
}
