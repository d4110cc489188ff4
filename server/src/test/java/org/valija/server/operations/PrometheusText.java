package org.valija.server.operations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text format 0.0.4 as strictly as Prometheus does; what is not that is an error. */
final class PrometheusText {

    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (NaN|[+-]Inf|[-+0-9.eE]+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\n\"])*)\"(,|$)");

    private final List<Sample> samples = new ArrayList<>();

    /** One line. */
    record Sample(String name, Map<String, String> labels, double value) {}

    static PrometheusText read(String text) {
        PrometheusText read = new PrometheusText();
        Map<String, String> types = new HashMap<>();
        Set<String> series = new HashSet<>();
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line does not end");
        }
        for (String line : text.split("\n", -1)) {
            Matcher comment = COMMENT.matcher(line);
            if (line.isEmpty() || comment.matches()) {
                if (!line.isEmpty()
                        && comment.group(1).equals("TYPE")
                        && types.put(comment.group(2), comment.group(3)) != null) {
                    throw new IllegalArgumentException("two types: " + line);
                }
                continue;
            }
            Sample sample = sample(line);
            if (!series.add(sample.name() + sample.labels())) {
                throw new IllegalArgumentException("twice: " + line);
            }
            String family = sample.name().replaceFirst("_(bucket|sum|count)$", "");
            if (!types.containsKey(sample.name()) && !types.containsKey(family)) {
                throw new IllegalArgumentException("no type before: " + line);
            }
            read.samples.add(sample);
        }
        return read;
    }

    private static Sample sample(String line) {
        Matcher parts = SAMPLE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no sample: " + line);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        if (parts.group(2) != null) {
            Matcher label = LABEL.matcher(parts.group(2));
            int end = 0;
            while (label.find() && label.start() == end) {
                labels.put(label.group(1), label.group(2));
                end = label.end();
            }
            if (end != parts.group(2).length()) {
                throw new IllegalArgumentException("no labels: " + line);
            }
        }
        String value = parts.group(3);
        return new Sample(
                parts.group(1), labels, value.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
    }

    List<Sample> samples() {
        return samples;
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        samples.forEach(sample -> names.add(sample.name()));
        return names;
    }

    /** The sum of all that have these labels. */
    double sum(String name, Map<String, String> labels) {
        return samples.stream()
                .filter(sample ->
                        sample.name().equals(name) && sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Sample::value)
                .sum();
    }
}
