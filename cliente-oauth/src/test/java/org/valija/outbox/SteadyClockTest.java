package org.valija.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {

    private static final Instant START = Instant.parse("2026-03-04T12:00:00Z");

    private final AtomicLong nanoTime = new AtomicLong(-7);
    private final SteadyClock clock = new SteadyClock(START, nanoTime::get);

    @Test
    void theDatabasesTimeIsCarriedOn() {
        pass(Duration.ofSeconds(90));

        assertThat(clock.now()).isEqualTo(START.plusSeconds(90));
    }

    @Test
    void aLittleApartChangesNothing() {
        pass(Duration.ofSeconds(60));

        clock.compare(START.plusSeconds(62));

        assertThat(clock.now()).isEqualTo(START.plusSeconds(60));
        assertThat(clock.isSettled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void whenTheDatabasesClockIsSetThisOneFollowsAndNobodyIsDeclaredDeadForAWhile(int hours) {
        pass(Duration.ofSeconds(60));

        clock.compare(START.plus(Duration.ofHours(hours)));

        assertThat(clock.now()).isEqualTo(START.plus(Duration.ofHours(hours)));
        pass(Duration.ofSeconds(20));
        assertThat(clock.isSettled()).isFalse();
        pass(Duration.ofSeconds(20));
        assertThat(clock.isSettled()).isTrue();
        assertThat(clock.now()).isEqualTo(START.plus(Duration.ofHours(hours)).plusSeconds(40));
    }

    @Test
    void atItsStartNobodyIsDeclaredDeadEither() {
        assertThat(clock.isSettled()).isFalse();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
