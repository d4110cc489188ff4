package org.valija.server.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * No library is shipped against which something grave is known. What this project has looked into itself is in
 * {@code known-faults.tsv} and always held against the class path; a whole database of advisories, where it is given
 * ({@code ./valija test --advisories}), is held against it as well.
 */
class AdvisoriesTest {

    private static final Duration STALE = Duration.ofDays(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

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
    void noAdvisoryOfTheDatabaseThatWasGivenIsGrave() throws IOException, InterruptedException {
        String given = System.getProperty("valija.advisories", "");
        assumeTrue(!given.isEmpty(), "no database of advisories was given");
        Optional<AdvisoryDatabase> database = AdvisoryDatabase.of(given, folder);
        assumeTrue(database.isPresent(), given + " cannot be reached from here");
        Set<String> accepted =
                table("accepted-advisories.tsv").stream().map(row -> row[0]).collect(Collectors.toSet());

        List<String> grave = database.get().grave(Library.all(), accepted);

        assertThat(database.get().read()).as("advisories in " + given).isGreaterThan(1_000);
        assertThat(grave).isEmpty();
        assertThat(database.get().newest())
                .as("how old the database is")
                .isAfter(Instant.now().minus(STALE));
    }

    @Test
    void aDatabaseIsReadFromAFolderAndFromAnArchive() throws IOException, InterruptedException {
        Map<String, String> files = Map.of(
                "2026/one/TEST-1.json", advisory("TEST-1", "\"CVE-2026-1\"", "HIGH", "2026-11-01T00:00:00Z"),
                "2026/two/TEST-2.json", advisory("TEST-2", "\"CVE-2026-2\"", "CRITICAL", "2026-11-09T00:00:00Z"),
                "2026/two/TEST-3.json", advisory("TEST-3", "", "LOW", "2026-11-02T00:00:00Z"),
                "2026/two/README.md", "no advisory");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path archive = folder.resolve("all.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path target = tree.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.getValue());
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/all.zip", exchange -> {
            exchange.sendResponseHeaders(200, Files.size(archive));
            try (OutputStream out = exchange.getResponseBody()) {
                Files.copy(archive, out);
            }
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/all.zip";

        for (String place : List.of(tree.toString(), archive.toString(), address)) {
            AdvisoryDatabase database = AdvisoryDatabase.of(place, folder).orElseThrow();
            assertThat(database.grave(List.of(new Library("a:b", "1.0")), Set.of("CVE-2026-2")))
                    .containsExactly("TEST-1 HIGH a:b 1.0");
            assertThat(database.read()).isEqualTo(3);
            assertThat(database.newest()).isEqualTo(Instant.parse("2026-11-09T00:00:00Z"));
        }
        server.stop(0);
        assertThat(AdvisoryDatabase.of(address, folder)).isEmpty();
    }

    private static String advisory(String id, String alias, String severity, String modified) {
        return """
                {"id": "%s", "aliases": [%s], "modified": "%s", "database_specific": {"severity": "%s"}, "affected": [
                  {"package": {"ecosystem": "Maven", "name": "a:b"}, "ranges": [{"events": [{"introduced": "0"}]}]}]}
                """.formatted(id, alias, modified, severity);
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
