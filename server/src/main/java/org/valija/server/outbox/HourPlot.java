package org.valija.server.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.valija.outbox.OutboxHour;

/**
 * The last 24 hours as bars: what was sent with what failed upon it, and beside them what was held. Everything is measured in
 * the points of the drawing.
 *
 * @param bars an hour each, the oldest first
 * @param greatest what the whole height stands for
 * @param sent in all hours
 * @param failed in all hours
 * @param held the most at one time
 */
record HourPlot(List<Bar> bars, long greatest, long sent, long failed, long held) {

    static final int HOURS = 24;
    private static final int LEFT = 36;
    private static final int TOP = 10;
    private static final int HEIGHT = 100;
    private static final int SLOT = 15;
    private static final int LABEL_EACH = 4;

    /**
     * One hour.
     *
     * @param x its left end
     * @param labelled whether the axis names it
     */
    record Bar(
            Instant hour,
            int x,
            boolean labelled,
            long sent,
            long failed,
            long held,
            int sentHeight,
            int failedHeight,
            int heldHeight) {

        public int sentY() {
            return TOP + HEIGHT - sentHeight;
        }

        public int failedY() {
            return sentY() - failedHeight;
        }

        public int heldY() {
            return TOP + HEIGHT - heldHeight;
        }

        public boolean isEmpty() {
            return sent == 0 && failed == 0 && held == 0;
        }
    }

    static HourPlot of(List<OutboxHour> hours, Instant now) {
        Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1L));
        long[][] counts = new long[HOURS][3];
        for (OutboxHour hour : hours) {
            long index = Duration.between(first, hour.hour()).toHours();
            if (!hour.hour().isBefore(first) && index < HOURS) {
                counts[(int) index][0] += hour.sent();
                counts[(int) index][1] += hour.failed();
                counts[(int) index][2] += hour.held();
            }
        }
        long most = LongStream.range(0, HOURS)
                .map(i -> Math.max(counts[(int) i][0] + counts[(int) i][1], counts[(int) i][2]))
                .max()
                .orElse(0);
        long greatest = roundUp(most);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < HOURS; i++) {
            bars.add(new Bar(
                    first.plus(Duration.ofHours(i)),
                    LEFT + i * SLOT,
                    i % LABEL_EACH == HOURS % LABEL_EACH,
                    counts[i][0],
                    counts[i][1],
                    counts[i][2],
                    height(counts[i][0], greatest),
                    height(counts[i][1], greatest),
                    height(counts[i][2], greatest)));
        }
        return new HourPlot(
                List.copyOf(bars),
                greatest,
                bars.stream().mapToLong(Bar::sent).sum(),
                bars.stream().mapToLong(Bar::failed).sum(),
                bars.stream().mapToLong(Bar::held).max().orElse(0));
    }

    /** Something is seen of every mail. */
    private static int height(long mails, long greatest) {
        return mails == 0 ? 0 : (int) Math.max(2, mails * HEIGHT / greatest);
    }

    /** The next 2, 4, 10, 20, 40, 100… whose half is whole too. */
    private static long roundUp(long mails) {
        long power = 1;
        while (true) {
            for (long step : new long[] {2, 4, 10}) {
                if (step * power >= mails) {
                    return step * power;
                }
            }
            power *= 10;
        }
    }

    public boolean isEmpty() {
        return sent == 0 && failed == 0 && held == 0;
    }
}
