package org.valija.server.retenciones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files of other people, which are not in the repository: looked at where they lie beside it. */
class SharedSamplesTest {

    private static final Path SAMPLES = Path.of("..", "..", "shared", "samples", "retenciones");

    @BeforeAll
    static void whereTheyAre() {
        assumeThat(SAMPLES).isDirectory();
    }

    @Test
    void eachIsReadCheckedAndPutIntoACadena() throws IOException {
        for (Path file : files()) {
            Retencion read = new RetencionReader().read(Files.readAllBytes(file));

            assertThat(read.version()).as(file.toString()).isEqualTo(Retencion.VERSION_2);
            assertThat(read.isStamped()).isTrue();
            assertThat(CadenaOriginal.of(read))
                    .startsWith("||2.0|" + read.noCertificado() + "|")
                    .endsWith("||");
            SealResult seal = new SealCheck().check(read);
            assertThat(seal.sello())
                    .as(file.toString())
                    .isEqualTo(read.sello().isEmpty() ? SealResult.Sello.NO_VERIFICABLE : SealResult.Sello.INTEGRO);
            assertThat(RetencionRules.check(read))
                    .as(file.toString())
                    .extracting(Finding::rule)
                    .doesNotContain(Rule.ATTRIBUTE_UNKNOWN, Rule.NODE_UNKNOWN, Rule.COMPLEMENT_UNKNOWN);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
