package org.valija.server.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * No library is shipped against which something grave is known. What this project has looked into itself is in
 * {@code known-faults.tsv} and always held against the class path; a whole database of advisories, where it is given
 * ({@code ./valija test --advisories=FOLDER}), is held against it as well.
 */
class AdvisoriesTest {

    private static final Duration STALE = Duration.ofDays(30);

    @Test
    void noLibraryIsOlderThanTheVersionThatMendedAKnownFault() throws IOException {
        List<Library> libraries = Library.all();
        List<String[]> faults = table("known-faults.tsv");
        assertThat(libraries).hasSizeGreaterThan(60);

        List<String> found = new ArrayList<>();
        for (String[] fault : faults) {
            libraries.stream()
                    .filter(library -> library.name().equals(fault[0]))
                    .filter(library -> Versions.ORDER.compare(library.version(), fault[1]) < 0)
                    .forEach(library -> found.add(library + ": " + String.join(" ", fault)));
        }

        assertThat(found).isEmpty();
        assertThat(libraries.stream().map(Library::name).collect(Collectors.toSet()))
                .containsAll(faults.stream().map(fault -> fault[0]).collect(Collectors.toSet()));
    }

    @Test
    void noAdvisoryOfTheDatabaseThatWasGivenIsGrave() throws IOException {
        String folder = System.getProperty("valija.advisories", "");
        assumeTrue(!folder.isEmpty(), "no database of advisories was given");
        Map<String, String> accepted = table("accepted-advisories.tsv").stream()
                .collect(Collectors.toMap(row -> row[0], row -> row[1], (first, second) -> first, LinkedHashMap::new));
        List<Library> libraries = Library.all();
        List<String> grave = new ArrayList<>();
        int read = 0;
        Instant newest = Instant.EPOCH;
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".json"))::iterator) {
                read++;
                Instant written = Files.getLastModifiedTime(file).toInstant();
                newest = written.isAfter(newest) ? written : newest;
                String text = Files.readString(file);
                if (text.contains("\"Maven\"")) {
                    Advisory advisory = Advisory.of(JsonMapper.shared().readTree(text));
                    libraries.stream()
                            .filter(advisory::speaksAgainst)
                            .filter(library -> advisory.isGrave() && !accepted.containsKey(advisory.id()))
                            .forEach(library -> grave.add(advisory.id() + " " + advisory.severity() + " " + library));
                }
            }
        }

        assertThat(read).as("advisories in " + folder).isGreaterThan(1_000);
        assertThat(newest).as("how old the database is").isAfter(Instant.now().minus(STALE));
        assertThat(grave).isEmpty();
    }

    @Test
    void versionsAreOrderedAsMavenOrdersThem() {
        assertThat(List.of("1.0-M1", "1.0-RC1", "1.0", "1.0.1", "1.2", "1.10", "2.0.RELEASE", "11.0.9", "11.0.27"))
                .isSortedAccordingTo(Versions.ORDER);
        assertThat(Versions.ORDER.compare("1.0", "1.0.0")).isZero();
        assertThat(Versions.ORDER.compare("3.1.5.RELEASE", "3.1.5")).isZero();
    }

    @Test
    void anAdvisoryIsReadAsItsFormatSays() {
        Advisory advisory = Advisory.of(JsonMapper.shared().readTree("""
                {"id": "TEST-1", "database_specific": {"severity": "HIGH"}, "affected": [
                  {"package": {"ecosystem": "npm", "name": "a:b"}, "ranges": [{"events": [{"introduced": "0"}]}]},
                  {"package": {"ecosystem": "Maven", "name": "a:b"}, "ranges": [{"type": "ECOSYSTEM", "events": [
                    {"introduced": "0"}, {"fixed": "1.4.2"}, {"introduced": "2.0.0"}, {"last_affected": "2.1"}]}]}]}
                """));

        assertThat(advisory.isGrave()).isTrue();
        assertThat(Set.of("1.4.1", "0.9", "2.0.0", "2.1"))
                .allMatch(version -> advisory.speaksAgainst(new Library("a:b", version)));
        assertThat(Set.of("1.4.2", "1.9", "2.1.1", "3.0"))
                .noneMatch(version -> advisory.speaksAgainst(new Library("a:b", version)));
        assertThat(advisory.speaksAgainst(new Library("a:c", "1.0"))).isFalse();
    }

    @Test
    void theNameOfALibraryIsThatOfItsFolders() {
        assertThat(Library.of(Path.of("/root/.m2/repository/org/slf4j/slf4j-api/2.0.20/slf4j-api-2.0.20.jar")))
                .contains(new Library("org.slf4j:slf4j-api", "2.0.20"));
        assertThat(Library.of(Path.of("/work/server/target/classes"))).isEmpty();
    }

    private static List<String[]> table(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(AdvisoriesTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }
}
