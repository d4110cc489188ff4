package org.valija.server.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.server.users.EntryAttemptTable.Attempts;

/**
 * Slows down who guesses keys: after five failures of one user from one address, each further one makes that pair wait
 * longer, up to five minutes. Another address is not slowed, so that a stranger cannot lock a user out.
 *
 * <p>Attempts are counted in the database and before the key is looked at: guessing at several nodes, or many times at once,
 * gains nothing. Nodes whose clocks differ shorten a wait by that difference. Thread-safe.
 */
@Component
class EntryThrottle {

    private static final int FREE = 5;
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final EntryAttemptTable table;
    private final Clock clock;

    EntryThrottle(EntryAttemptTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Zero when this pair may try a key now, which then counts as a failure unless it succeeds; else how long to wait. */
    Duration attempt(String userCode, String address) {
        String pair = hash(userCode, address);
        while (true) {
            Instant now = clock.instant();
            Optional<Attempts> known = table.find(pair);
            Duration wait = known.map(attempts -> Duration.between(now, free(attempts)))
                    .filter(Duration::isPositive)
                    .orElse(Duration.ZERO);
            if (wait.isPositive() || counted(pair, known, now)) {
                return wait;
            }
        }
    }

    void succeeded(String userCode, String address) {
        table.delete(hash(userCode, address));
    }

    /** Whether nobody else counted meanwhile. */
    private boolean counted(String pair, Optional<Attempts> known, Instant now) {
        Instant forgotten = now.minus(FORGOTTEN);
        if (known.isEmpty()) {
            table.forget(forgotten);
            return table.insert(pair, new Attempts(1, now));
        }
        int before = known.get().last().isBefore(forgotten) ? 0 : known.get().count();
        return table.update(pair, known.get(), new Attempts(before + 1, now));
    }

    private static Instant free(Attempts attempts) {
        if (attempts.count() < FREE) {
            return attempts.last();
        }
        Duration wait = FIRST.multipliedBy(1L << Math.min(attempts.count() - FREE, 10));
        return attempts.last().plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    /** Keys are sometimes typed where the code belongs: what was typed is not kept. */
    private static String hash(String userCode, String address) {
        try {
            byte[] pair = (address + "\n" + userCode).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pair));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
