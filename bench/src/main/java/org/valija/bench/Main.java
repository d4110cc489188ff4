package org.valija.bench;

import java.util.Arrays;
import java.util.List;

/** Runs one bench by its name: {@code NAME [--short]}. */
public final class Main {

    private static final List<String> NAMES =
            List.of("smtp", "start", "token", "outbox", "faults", "recovery", "documents");

    private Main() {}

    /** Exits with 0 when every target is met, 1 when one is not, 2 when one could not be measured, 64 for wrong use. */
    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        boolean quick = words.contains("--short");
        List<String> names =
                words.stream().filter(word -> !word.equals("--short")).toList();
        if (names.size() != 1 || !NAMES.contains(names.getFirst())) {
            System.err.println("usage: bench NAME [--short], where NAME is one of " + String.join(", ", NAMES));
            System.exit(64);
        }
        Report report = switch (names.getFirst()) {
            case "start" -> StartBench.run(quick);
            case "token" -> TokenBench.run(quick);
            case "faults" -> FaultsBench.run(quick);
            case "recovery" -> RecoveryBench.run(quick);
            case "documents" -> DocumentsBench.run(quick);
            case "outbox" -> OutboxBench.run(quick);
            default -> SmtpBench.run(quick);
        };
        report.print(System.out);
        System.exit(report.status());
    }
}
