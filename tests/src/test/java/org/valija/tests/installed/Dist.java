package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code ./valija package} made of this tree. */
final class Dist {

    /** The tree. */
    static final Path TREE = Path.of("..").toAbsolutePath().normalize();

    static final Path DIST = TREE.resolve("dist");

    static final Path FOLDER = DIST.resolve("ClienteOauth");

    /** What the promise of the library counts for. */
    static final Path JAVA_17 = Path.of("/usr/lib/jvm/java-17-openjdk-amd64");

    private Dist() {}

    /** The one file of that ending. */
    static Path file(String ending) {
        List<Path> found = list(DIST).stream()
                .filter(file -> file.getFileName().toString().endsWith(ending))
                .toList();
        assertThat(found).as("dist/*" + ending).hasSize(1);
        return found.get(0);
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacks the service; everybody may read it, and only root write. */
    static Path unpack(Path into) {
        Command.of("tar", "-xzf", file(".tar.gz").toString(), "-C", into.toString(), "--no-same-owner")
                .run()
                .succeeded();
        List<Path> unpacked = list(into);
        assertThat(unpacked).hasSize(1);
        return unpacked.get(0);
    }
}
