package org.valija.server.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.valija.outbox.AccountHold;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxHour;
import org.valija.outbox.WaitingCount;

/**
 * What stands in the outbox, looked at no more than once a second however many people watch. It knows nothing of permissions.
 * Thread-safe.
 */
@Component
class OutboxSnapshot {

    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration DAY = Duration.ofHours(23);

    private final Outbox outbox;
    private final Clock clock;
    private Optional<Taken> latest = Optional.empty();

    OutboxSnapshot(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * What was seen.
     *
     * @param nanos when, by the machine's own count
     * @param waiting mails that have not ended
     * @param holds by account
     * @param hours this one and the 23 before
     */
    record Taken(long nanos, List<WaitingCount> waiting, Map<Long, AccountHold> holds, List<OutboxHour> hours) {

        boolean isFresh() {
            return System.nanoTime() - nanos < FRESH_NANOS;
        }

        Optional<AccountHold> hold(long grantId) {
            return Optional.ofNullable(holds.get(grantId));
        }
    }

    synchronized Taken now() {
        if (latest.filter(Taken::isFresh).isEmpty()) {
            Instant aDayAgo = clock.instant().minus(DAY);
            Map<Long, AccountHold> holds =
                    outbox.holds().stream().collect(Collectors.toMap(AccountHold::grantId, Function.identity()));
            latest = Optional.of(new Taken(System.nanoTime(), outbox.waiting(), holds, outbox.hours(aDayAgo)));
        }
        return latest.get();
    }

    /** Somebody has just changed something here and wants to see it. */
    synchronized void forget() {
        latest = Optional.empty();
    }
}
