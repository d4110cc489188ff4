package org.valija.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.oauth.MutableClock;
import org.valija.server.database.ServerSchema;
import org.valija.server.users.EntryAttemptTable.Attempts;
import org.valija.sql.TestDatabase;

/** The throttles of two nodes on one database, and their table. */
@ParameterizedClass
@EnumSource
class EntryThrottleTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final String HERE = "192.0.2.1";

    private final MutableClock clock = new MutableClock();
    private final EntryAttemptTable table;
    private final EntryThrottle a;
    private final EntryThrottle b;

    EntryThrottleTest(TestDatabase database) {
        this.table = new EntryAttemptTable(ServerSchema.migrate(database.create()));
        this.a = new EntryThrottle(new AttemptThrottle(table, clock));
        this.b = new EntryThrottle(new AttemptThrottle(table, clock));
    }

    @Test
    void attemptsAtSeveralNodesAreCountedTogether() {
        for (EntryThrottle node : List.of(a, b, a, b, a)) {
            assertThat(node.attempt("ANA", HERE)).isZero();
        }

        assertThat(b.attempt("ANA", HERE)).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void manyAtOnceGainNothing() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            Callable<Duration> atA = () -> a.attempt("ANA", HERE);
            Callable<Duration> atB = () -> b.attempt("ANA", HERE);
            List<Callable<Duration>> all = new ArrayList<>(Collections.nCopies(20, atA));
            all.addAll(Collections.nCopies(20, atB));
            int allowed = 0;
            for (Future<Duration> one : pool.invokeAll(all)) {
                allowed += one.get().isZero() ? 1 : 0;
            }
            assertThat(allowed).isEqualTo(5);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void eachFurtherOneWaitsLongerUpToFiveMinutes() {
        for (int i = 0; i < 5; i++) {
            a.attempt("ANA", HERE);
        }
        for (int seconds : new int[] {5, 10, 20, 40, 80, 160, 300, 300}) {
            assertThat(b.attempt("ANA", HERE)).isBetween(Duration.ofSeconds(seconds - 3), Duration.ofSeconds(seconds));
            clock.forward(Duration.ofSeconds(seconds));
            assertThat(a.attempt("ANA", HERE)).isZero();
        }
    }

    @Test
    void othersAndOtherAddressesDoNotWait() {
        for (int i = 0; i < 6; i++) {
            a.attempt("ANA", HERE);
        }

        assertThat(a.attempt("LUIS", HERE)).isZero();
        assertThat(a.attempt("ANA", "192.0.2.2")).isZero();
    }

    @Test
    void whoEntersHasAFreshStart() {
        for (int i = 0; i < 5; i++) {
            a.attempt("ANA", HERE);
        }
        b.succeeded("ANA", HERE);

        assertThat(a.attempt("ANA", HERE)).isZero();
    }

    @Test
    void anHourLaterAllIsForgotten() {
        for (int i = 0; i < 6; i++) {
            a.attempt("ANA", HERE);
        }
        clock.forward(Duration.ofMinutes(61));

        for (int i = 0; i < 5; i++) {
            assertThat(a.attempt("ANA", HERE)).isZero();
        }
        assertThat(a.attempt("ANA", HERE)).isPositive();
    }

    @Test
    void aRowIsChangedOnlyAsItWasFound() {
        assertThat(table.insert("pair", new Attempts(1, NOON))).isTrue();
        assertThat(table.insert("pair", new Attempts(1, NOON))).isFalse();

        assertThat(table.update("pair", new Attempts(2, NOON), new Attempts(3, NOON)))
                .isFalse();
        assertThat(table.update("pair", new Attempts(1, NOON), new Attempts(2, NOON.plusSeconds(1))))
                .isTrue();
        assertThat(table.find("pair")).hasValue(new Attempts(2, NOON.plusSeconds(1)));
    }

    @Test
    void whatIsOlderIsForgotten() {
        table.insert("old", new Attempts(1, NOON));
        table.insert("new", new Attempts(1, NOON.plusSeconds(2)));

        table.forget(NOON.plusSeconds(1));

        assertThat(table.find("old")).isEmpty();
        assertThat(table.find("new")).isPresent();
    }
}
