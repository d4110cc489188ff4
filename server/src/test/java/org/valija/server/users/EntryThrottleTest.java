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
import org.valija.server.database.InstalledDatabase;
import org.valija.server.users.EntryAttemptTable.Attempts;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** The throttles of two nodes on one database, and their table. */
@ParameterizedClass
@EnumSource
class EntryThrottleTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final EntryOrigin HERE = EntryOrigin.of("192.0.2.1");
    private static final EntryOrigin ANAS = new EntryOrigin("192.0.2.1", "the hash of her browser's cookie");

    private final MutableClock clock = new MutableClock();
    private final EntryAttemptTable table;
    private final KnownDeviceTable devices;
    private final EntryThrottle a;
    private final EntryThrottle b;

    EntryThrottleTest(TestDatabase database) {
        Database migrated = InstalledDatabase.of(database);
        this.table = new EntryAttemptTable(migrated);
        this.devices = new KnownDeviceTable(migrated);
        this.a = new EntryThrottle(new AttemptThrottle(table, clock), new KnownDevices(devices, clock));
        this.b = new EntryThrottle(new AttemptThrottle(table, clock), new KnownDevices(devices, clock));
    }

    @Test
    void attemptsAtSeveralNodesAreCountedTogether() {
        for (EntryThrottle node : List.of(a, b, a, b, a)) {
            assertThat(node.attempt("ANA", HERE)).isZero();
        }

        assertThat(b.attempt("ANA", HERE)).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void everyAddressOfOneIpv6NetworkIsOneOfItsOwner() {
        for (int i = 1; i <= 5; i++) {
            assertThat(a.attempt("ANA", EntryOrigin.of("2001:db8:0:7::" + i))).isZero();
        }

        assertThat(a.attempt("ANA", EntryOrigin.of("2001:db8::7:ffff:ffff:ffff:ffff")))
                .isPositive();
        assertThat(a.attempt("ANA", EntryOrigin.of("2001:db8:0:8::1"))).isZero();
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
        assertThat(a.attempt("ANA", EntryOrigin.of("192.0.2.2"))).isZero();
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
    void oneAddressTriesFiftyUsersAndNoMoreAtBothNodesTogether() {
        for (int i = 0; i < 50; i++) {
            assertThat((i % 2 == 0 ? a : b).attempt("USER" + i, HERE)).isZero();
        }

        assertThat(a.attempt("USER50", HERE)).isPositive();
        assertThat(b.attempt("USER51", HERE)).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(b.attempt("USER51", EntryOrigin.of("192.0.2.2"))).isZero();
    }

    @Test
    void aUserIsTriedFromThirtyAddressesAndNoMoreAtBothNodesTogether() {
        attack();

        assertThat(a.attempt("ANA", EntryOrigin.of("198.51.100.1")))
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(b.attempt("LUIS", EntryOrigin.of("198.51.100.1"))).isZero();
    }

    @Test
    void noStrangerMakesABrowserWaitThatTheUserHasEnteredWith() {
        devices.put("the hash of her browser's cookie", "ANA", clock.instant());
        attack();
        for (int i = 0; i < 60; i++) {
            a.attempt("USER" + i, HERE);
        }

        assertThat(b.attempt("ANA", HERE)).as("another browser there").isPositive();
        assertThat(b.attempt("ANA", ANAS)).isZero();
        b.succeeded("ANA", ANAS);
        assertThat(a.attempt("ANA", ANAS)).isZero();
    }

    @Test
    void whoHasAUsersBrowserHasFiveAttemptsAndForOtherUsersNoMoreThanAnybody() {
        devices.put("the hash of her browser's cookie", "ANA", clock.instant());
        for (int i = 0; i < 5; i++) {
            assertThat(a.attempt("ANA", ANAS)).isZero();
        }

        assertThat(b.attempt("ANA", ANAS)).isPositive();
        for (int i = 0; i < 5; i++) {
            assertThat(a.attempt("LUIS", ANAS)).isZero();
        }
        assertThat(a.attempt("LUIS", HERE))
                .as("counted with all of that address")
                .isPositive();
    }

    @Test
    void aBrowserIsForgottenHalfAYearAfterTheLastEntry() {
        devices.put("the hash of her browser's cookie", "ANA", clock.instant().minus(Duration.ofDays(181)));
        attack();

        assertThat(a.attempt("ANA", ANAS)).isPositive();
    }

    @Test
    void whoEntersDoesNotWipeOutWhatOthersTriedFromThere() {
        for (int i = 0; i < 49; i++) {
            a.attempt("USER" + i, HERE);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(b.attempt("ANA", HERE)).as("takes one and gives it back").isZero();
            b.succeeded("ANA", HERE);
        }

        assertThat(a.attempt("LUIS", HERE)).isZero();
        assertThat(a.attempt("ROSA", HERE)).isPositive();
    }

    @Test
    void whatWasNotTriedCountsNowhere() {
        attack();
        for (int i = 0; i < 60; i++) {
            assertThat(a.attempt("ANA", HERE)).isPositive();
        }

        assertThat(a.attempt("LUIS", HERE))
                .as("the address has not used up its attempts")
                .isZero();
    }

    /** Many addresses try ANA once each. */
    private void attack() {
        for (int i = 0; i < 30; i++) {
            assertThat((i % 2 == 0 ? a : b).attempt("ANA", EntryOrigin.of("203.0.113." + i)))
                    .isZero();
        }
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
