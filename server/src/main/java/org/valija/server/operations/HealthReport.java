package org.valija.server.operations;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the installation is doing, as this node sees it.
 *
 * @param at when it was looked at
 */
record HealthReport(Instant at, List<Finding> findings) {

    HealthReport {
        findings = List.copyOf(findings);
    }

    /** The worst of all. */
    public Level level() {
        return findings.stream()
                .map(Finding::level)
                .max(Comparator.naturalOrder())
                .orElse(Level.UP);
    }

    Optional<Finding> of(Check check) {
        return findings.stream().filter(finding -> finding.check() == check).findFirst();
    }

    /** For programs. */
    Map<String, Object> data() {
        Map<String, Object> checks = new LinkedHashMap<>();
        for (Finding finding : findings) {
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("status", finding.level());
            if (!finding.problem().isEmpty()) {
                said.put("problem", finding.problem());
            }
            said.putAll(new TreeMap<>(finding.figures()));
            checks.put(finding.check().word(), said);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("status", level());
        data.put("at", at.toString());
        data.put("version", Build.version());
        data.put("checks", checks);
        return data;
    }
}
