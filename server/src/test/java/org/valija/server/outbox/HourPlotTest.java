package org.valija.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.valija.outbox.OutboxHour;

class HourPlotTest {

    private static final Instant NOW = Instant.parse("2026-03-04T12:34:56Z");
    private static final Instant HOUR = Instant.parse("2026-03-04T12:00:00Z");

    @Test
    void hoursOfAllAccountsAreAddedAndOlderOnesLeftOut() {
        HourPlot plot = HourPlot.of(
                List.of(
                        hour(1, HOUR, 30, 2, 0),
                        hour(2, HOUR, 5, 0, 7),
                        hour(1, HOUR.minus(Duration.ofHours(24)), 9, 9, 9)),
                NOW);

        assertThat(plot.bars()).hasSize(24);
        assertThat(plot.sent()).isEqualTo(35);
        assertThat(plot.failed()).isEqualTo(2);
        assertThat(plot.held()).isEqualTo(7);
        assertThat(plot.greatest()).isEqualTo(40);
        HourPlot.Bar last = plot.bars().getLast();
        assertThat(last.hour()).isEqualTo(HOUR);
        assertThat(last.sentHeight()).isEqualTo(87);
        assertThat(last.failedY()).isEqualTo(last.sentY() - last.failedHeight());
    }

    @Test
    void oneMailIsSeenAmongThousands() {
        HourPlot plot = HourPlot.of(
                List.of(hour(1, HOUR, 9_000, 1, 0), hour(1, HOUR.minus(Duration.ofHours(1)), 1, 0, 0)), NOW);

        assertThat(plot.bars().getLast().failedHeight()).isPositive();
        assertThat(plot.bars().get(22).sentHeight()).isPositive();
    }

    @Test
    void nothingIsNothing() {
        assertThat(HourPlot.of(List.of(), NOW).isEmpty()).isTrue();
    }

    private static OutboxHour hour(long grantId, Instant hour, long sent, long failed, long held) {
        return new OutboxHour(grantId, hour, sent, failed, 0, 0, held);
    }
}
