package org.valija.server.libraries;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/security.md} names there is, and its table has every requirement once with a test or a reason. */
class SecurityTableTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)`");
    private static final Pattern ROW =
            Pattern.compile("\\| ([0-9]+)\\.([0-9]+)\\.([0-9]+) \\| L([12]) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Set<String> STANDINGS = Set.of("met", "partly", "not met", "n/a");

    /** Requirements of levels 1 and 2 in each chapter of version 5.0.0 that the table covers. */
    private static final List<Integer> CHAPTERS = List.of(0, 27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16);

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Set<String> there = new HashSet<>();
        for (String module : List.of("cliente-oauth", "simulator", "server", "tests", "bench")) {
            Path tests = ROOT.resolve(module).resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    files.map(file -> file.getFileName().toString().replace(".java", ""))
                            .forEach(there::add);
                }
            }
        }
        TreeSet<String> named = TEST.matcher(text())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(there).containsAll(named);
    }

    @Test
    void everyRequirementStandsOnceWithATestOrAReason() throws IOException {
        int[] found = new int[CHAPTERS.size()];
        Set<String> seen = new HashSet<>();
        for (Matcher row : ROW.matcher(text())
                .results()
                .map(result -> ROW.matcher(result.group()))
                .toList()) {
            assertThat(row.matches()).isTrue();
            int chapter = Integer.parseInt(row.group(1));
            found[chapter]++;
            String id = row.group(1) + "." + row.group(2) + "." + row.group(3);
            assertThat(seen.add(id)).as(id + " stands twice").isTrue();
            assertThat(STANDINGS).as(id).contains(row.group(6).strip());
            assertThat(row.group(7).strip().length()).as("why of " + id).isGreaterThan(5);
        }

        for (int chapter = 1; chapter < CHAPTERS.size(); chapter++) {
            assertThat(found[chapter]).as("requirements of chapter " + chapter).isEqualTo(CHAPTERS.get(chapter));
        }
    }

    private static String text() throws IOException {
        return Files.readString(ROOT.resolve("docs/security.md"));
    }
}
