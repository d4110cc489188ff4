package org.valija.server.printing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.valija.server.retenciones.Retencion;
import org.valija.server.retenciones.RetencionReader;
import org.valija.server.retenciones.SealCheck;
import org.valija.server.retenciones.VerificationLink;

/** Files of other people, which are not in the repository: printed where they lie beside it. */
class SharedSamplesOnPaperTest {

    private static final Path SAMPLES = Path.of("..", "..", "shared", "samples", "retenciones");

    @Test
    void eachSaysOnPaperWhatItSays() throws IOException {
        assumeThat(SAMPLES).isDirectory();
        RetencionPrinter printer = new RetencionPrinter(new PdfPress());
        for (Path file : files()) {
            Retencion retencion = new RetencionReader().read(Files.readAllBytes(file));
            Branding branding = Branding.plain(
                    retencion.emisor().nombre(), retencion.emisor().rfc());
            try (PrintedPdf pdf =
                    PrintedPdf.by(out -> printer.print(retencion, new SealCheck().check(retencion), branding, out))) {
                PaperAndFile.compare(pdf, retencion);
                assertThat(pdf.qrCodes(pdf.pages()))
                        .containsExactly(VerificationLink.of(retencion).orElseThrow());
            }
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        }
    }
}
