package org.valija.bench;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The token vault by JMH: a fresh token from memory, and what a million grants in the table cost. */
final class TokenBench {

    private static final double NANOSECONDS = 1_000;

    /** As fast, as far as two runs of one thing agree on a shared machine. */
    private static final double NO_SLOWER = 1.15;

    private TokenBench() {}

    static Report run(boolean quick) {
        Options options = new OptionsBuilder()
                .include(FreshToken.class.getName())
                .forks(quick ? 1 : 3)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
                .build();
        try {
            return report(new Runner(options).run(), quick);
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH did not run", e);
        }
    }

    private static Report report(Collection<RunResult> results, boolean quick) {
        Report report = new Report("token", quick);
        for (RunResult result : results) {
            String key = key(result);
            report.line("  %-14s %,14.0f ns".formatted(key, score(result)));
            report.figure(key, score(result));
        }
        report.atMost("a fresh token, nanoseconds", NANOSECONDS, find(results, "fresh.1000000"));
        report.atMost(
                "a fresh token with 1,000,000 rows against 1,000",
                NO_SLOWER,
                ratio(find(results, "fresh.1000000"), find(results, "fresh.1000")));
        return report;
    }

    private static String key(RunResult result) {
        String method = result.getParams().getBenchmark().replaceAll(".*\\.", "");
        return method + "." + result.getParams().getParam("rows");
    }

    /** The median: one disturbed second must not decide. */
    private static double score(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    private static @Nullable Double find(Collection<RunResult> results, String key) {
        return results.stream()
                .filter(result -> key(result).equals(key))
                .map(TokenBench::score)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Double ratio(@Nullable Double one, @Nullable Double other) {
        return one == null || other == null ? null : one / other;
    }
}
