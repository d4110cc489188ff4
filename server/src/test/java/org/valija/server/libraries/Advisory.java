package org.valija.server.libraries;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is known against versions of libraries, as OSV writes it (ossf.github.io/osv-schema).
 *
 * @param aliases its numbers elsewhere
 * @param severity in the words of GitHub's reviewers: LOW, MODERATE, HIGH, CRITICAL
 */
record Advisory(String id, List<String> aliases, String severity, List<Affected> affected) {

    private static final String MAVEN = "Maven";

    /**
     * Versions of one library.
     *
     * @param ranges each from its first version to before its fixed one, or to its last; empty for no end
     */
    record Affected(String library, List<Range> ranges, List<String> versions) {}

    record Range(String introduced, String fixed, String last) {

        boolean includes(String version) {
            return (introduced.equals("0") || Versions.ORDER.compare(version, introduced) >= 0)
                    && (fixed.isEmpty() || Versions.ORDER.compare(version, fixed) < 0)
                    && (last.isEmpty() || Versions.ORDER.compare(version, last) <= 0);
        }
    }

    static Advisory of(JsonNode osv) {
        List<Affected> affected = new ArrayList<>();
        for (JsonNode one : osv.path("affected")) {
            if (one.path("package").path("ecosystem").asString("").equals(MAVEN)) {
                List<String> versions = new ArrayList<>();
                one.path("versions").forEach(version -> versions.add(version.asString("")));
                affected.add(new Affected(one.path("package").path("name").asString(""), ranges(one), versions));
            }
        }
        List<String> aliases = new ArrayList<>();
        osv.path("aliases").forEach(alias -> aliases.add(alias.asString("")));
        return new Advisory(
                osv.path("id").asString(""),
                aliases,
                osv.path("withdrawn").isMissingNode()
                        ? osv.path("database_specific").path("severity").asString("UNKNOWN")
                        : "WITHDRAWN",
                affected);
    }

    private static List<Range> ranges(JsonNode affected) {
        List<Range> ranges = new ArrayList<>();
        for (JsonNode range : affected.path("ranges")) {
            String introduced = "";
            for (JsonNode event : range.path("events")) {
                if (event.has("introduced")) {
                    introduced = event.get("introduced").asString("");
                    ranges.add(new Range(introduced, "", ""));
                } else if (!ranges.isEmpty()) {
                    ranges.removeLast();
                    ranges.add(new Range(
                            introduced,
                            event.path("fixed").asString(""),
                            event.path("last_affected").asString("")));
                }
            }
        }
        return ranges;
    }

    /** Its own number and those of others for the same. */
    Stream<String> numbers() {
        return Stream.concat(Stream.of(id), aliases.stream());
    }

    boolean speaksAgainst(Library library) {
        return affected.stream()
                .filter(one -> one.library().equals(library.name()))
                .anyMatch(one -> one.versions().contains(library.version())
                        || one.ranges().stream().anyMatch(range -> range.includes(library.version())));
    }

    /** Of those that must not be shipped; what nobody has rated is one of them. */
    boolean isGrave() {
        return List.of("HIGH", "CRITICAL", "UNKNOWN").contains(severity);
    }
}
