package org.valija.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VaultUpkeepTest {

    @Test
    void aFailureDoesNotEndIt() {
        AtomicInteger times = new AtomicInteger();
        try (VaultUpkeep upkeep = new VaultUpkeep(
                _ -> {
                    times.incrementAndGet();
                    throw new IllegalStateException("the first time and every time");
                },
                Duration.ofMillis(10))) {
            await().untilAsserted(() ->
                    assertThat(times.get()).as("times of %s", upkeep).isGreaterThan(2));
        }
    }

    @Test
    void closingDoesNotWaitForTheNextTime() {
        AtomicInteger times = new AtomicInteger();

        new VaultUpkeep(_ -> times.incrementAndGet(), Duration.ofDays(300)).close();

        assertThat(times).hasValue(0);
    }
}
