package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What is handed out is what its checksums say and what was looked up, and another build elsewhere gives the same. */
@Tag("package")
class DistTest {

    @TempDir
    Path folder;

    @Test
    void theChecksumsAreThoseOfEveryFile() throws IOException {
        Command.of("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS")
                .in(Dist.DIST)
                .run()
                .succeeded();
        try (var files = Files.walk(Dist.DIST)) {
            assertThat(Files.readAllLines(Dist.DIST.resolve("SHA256SUMS")))
                    .map(line -> line.substring(66))
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> Dist.DIST.relativize(file).toString())
                            .filter(name -> !name.equals("SHA256SUMS"))
                            .toList());
        }
    }

    @Test
    void advisoriesWereLookedUpForEveryLibraryInTheVersionThatIsShipped() throws IOException {
        Set<String> shipped = Stream.of("cliente-oauth-", "valija-")
                .flatMap(of -> Dist.list(Dist.DIST).stream()
                        .filter(file -> file.getFileName().toString().startsWith(of)
                                && file.toString().endsWith(".cdx.json")))
                .flatMap(bill -> components(bill))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shipped).hasSizeGreaterThan(80);
        assertThat(lookedUp()).containsExactlyInAnyOrderElementsOf(shipped);
    }

    private static Stream<String> components(Path bill) {
        return JsonMapper.shared()
                .readTree(bill)
                .path("components")
                .valueStream()
                .filter(component -> !component.path("group").asString("").startsWith("org.valija"))
                .map(component -> component.path("group").asString("") + ":"
                        + component.path("name").asString("") + " "
                        + component.path("version").asString(""));
    }

    private static List<String> lookedUp() throws IOException {
        try (InputStream in = Objects.requireNonNull(DistTest.class.getResourceAsStream("looked-up.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(row -> row[0] + " " + row[1])
                    .toList();
        }
    }

    @Test
    void anotherBuildElsewhereGivesTheSameBytes() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("otra"));
        for (String name : List.of(
                "pom.xml",
                ".mvn",
                "LICENSE",
                "NOTICE",
                "docs",
                "package",
                "cliente-oauth/pom.xml",
                "cliente-oauth/src/main",
                "server/pom.xml",
                "server/src/main",
                "simulator/pom.xml",
                "tests/pom.xml",
                "bench/pom.xml")) {
            Path target = tree.resolve(name);
            Files.createDirectories(target.getParent());
            Command.of("cp", "-R", Dist.TREE.resolve(name).toString(), target.toString())
                    .run()
                    .succeeded();
        }

        // Another hour, language and habit of permissions.
        Command.of("sh", "-c", "umask 077 && exec ./package/build.sh")
                .in(tree)
                .with("TZ", "America/Mexico_City")
                .with("LC_ALL", "es_MX.UTF-8")
                .run()
                .succeeded();

        assertThat(tree.resolve("dist/SHA256SUMS"))
                .content()
                .isEqualTo(Files.readString(Dist.DIST.resolve("SHA256SUMS")));
    }
}
