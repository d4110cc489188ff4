package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is handed out is what its checksums say, and another build elsewhere gives the same. */
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
