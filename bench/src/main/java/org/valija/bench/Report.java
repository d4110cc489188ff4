package org.valija.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a bench measured: a table for people, one last line of JSON for programs. Not thread-safe. */
final class Report {

    private final String name;
    private final boolean quick;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();

    Report(String name, boolean quick) {
        this.name = name;
        this.quick = quick;
    }

    /** @param met null where it could not be measured */
    private record Target(
            String what,
            double wanted,
            @Nullable Double measured,
            @Nullable Boolean met) {}

    void line(String text) {
        lines.add(text);
    }

    void figure(String key, double value) {
        figures.put(key, rounded(value));
    }

    void atLeast(String what, double wanted, @Nullable Double measured) {
        targets.add(new Target(what, wanted, measured, measured == null ? null : measured >= wanted));
    }

    void atMost(String what, double wanted, @Nullable Double measured) {
        targets.add(new Target(what, wanted, measured, measured == null ? null : measured <= wanted));
    }

    void exactly(String what, double wanted, double measured) {
        targets.add(new Target(what, wanted, measured, measured == wanted));
    }

    int status() {
        if (targets.stream().anyMatch(target -> Boolean.FALSE.equals(target.met()))) {
            return 1;
        }
        return targets.stream().anyMatch(target -> target.met() == null) ? 2 : 0;
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%nbench %s%s: %d processors, load %.2f, Java %s%n%n",
                name,
                quick ? " --short" : "",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version());
        lines.forEach(out::println);
        out.println();
        for (Target target : targets) {
            out.printf(
                    Locale.ROOT,
                    "%-9s %s: wanted %s, measured %s%n",
                    target.met() == null ? "UNKNOWN" : target.met() ? "met" : "NOT MET",
                    target.what(),
                    target.wanted(),
                    target.measured() == null ? "nothing" : rounded(target.measured()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bench", name);
        json.put("short", quick);
        json.put("figures", figures);
        json.put("targets", targets);
        out.println(JsonMapper.builder().build().writeValueAsString(json));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
