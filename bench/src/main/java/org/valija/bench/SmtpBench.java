package org.valija.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our SMTP client beside Angus Mail, Vert.x and Postfix's smtp-source: on loopback against a server with PIPELINING alone,
 * and 20 ms away against one that has CHUNKING too.
 */
final class SmtpBench {

    private static final int[] CONNECTIONS = {8, 64};
    private static final Duration FAR = Duration.ofMillis(20);
    private static final double OF_SMTP_SOURCE = 0.9;
    private static final double TIMES_THE_OTHERS = 3.5;
    private static final double SINK_A_SECOND = 30_000;

    private final Report report;
    private final boolean quick;
    private final int rounds;

    private SmtpBench(boolean quick) {
        this.report = new Report("smtp", quick);
        this.quick = quick;
        this.rounds = quick ? 3 : 5;
    }

    static Report run(boolean quick) {
        try {
            SmtpBench bench = new SmtpBench(quick);
            bench.near();
            bench.capacity();
            bench.far();
            return bench.report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void near() throws IOException, InterruptedException {
        Optional<SinkProcess> sink = SinkProcess.smtpSink();
        report.line("On loopback, to smtp-sink (PIPELINING, no CHUNKING), 10 KB, mails a second, median of " + rounds);
        if (sink.isEmpty()) {
            report.line("  smtp-sink (package postfix) is not installed");
        }
        for (int connections : CONNECTIONS) {
            Map<String, Double> speeds = sink.isEmpty()
                    ? Map.of()
                    : compare(sink.get().port(), connections, quick ? 6_000 : 30_000, 1_000, "near");
            report.atLeast(
                    "loopback, " + connections + " connections, against smtp-source",
                    OF_SMTP_SOURCE,
                    ratio(speeds, "smtp-source"));
        }
        sink.ifPresent(SinkProcess::close);
    }

    private void capacity() throws IOException, InterruptedException {
        try (SinkProcess sink = SinkProcess.own(Duration.ZERO)) {
            SinkCapacity.mailsPerSecond(sink.port(), 400);
            List<Double> speeds = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                speeds.add(SinkCapacity.mailsPerSecond(sink.port(), 1_600));
            }
            report.line("");
            report.line(said("The bench's own sink takes %,.0f mails a second", Medians.of(speeds)));
            report.figure("sink", Medians.of(speeds));
            report.atLeast("the sink, mails a second", SINK_A_SECOND, Medians.of(speeds));
        }
    }

    private void far() throws IOException, InterruptedException {
        report.line("");
        report.line(FAR.toMillis()
                + " ms each way, to the bench's own sink (PIPELINING and CHUNKING), mails a second, median of "
                + rounds);
        try (SinkProcess sink = SinkProcess.own(FAR)) {
            for (int connections : CONNECTIONS) {
                int mails = connections * (quick ? 15 : 40);
                Map<String, Double> speeds = compare(sink.port(), connections, mails, connections * 5, "far");
                for (String other : List.of("angus tuned", "vert.x", "smtp-source")) {
                    report.atLeast(
                            FAR.toMillis() + " ms away, " + connections + " connections, against " + other,
                            TIMES_THE_OTHERS,
                            ratio(speeds, other));
                }
            }
        }
    }

    /** Medians of mails a second by peer; those that are absent are not among them. */
    private Map<String, Double> compare(int port, int connections, int mails, int warmUp, String key)
            throws InterruptedException {
        try (Race race = new Race(port, connections)) {
            race.warmUp(warmUp);
            for (int round = 0; round < rounds; round++) {
                race.round(mails);
            }
            report.line("");
            report.line(said("  %-14s %4d connections", "", connections));
            race.medians().forEach((name, median) -> {
                report.line(said("  %-14s %,10.0f", name, median));
                report.figure(key + "." + connections + "." + name, median);
            });
            race.leftOut().forEach((name, why) -> report.line(said("  %-14s %s", name, why)));
            return race.medians();
        }
    }

    private static @Nullable Double ratio(Map<String, Double> speeds, String other) {
        Double ours = speeds.get("valija");
        Double theirs = speeds.get(other);
        return ours == null || theirs == null ? null : ours / theirs;
    }

    private static String said(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
