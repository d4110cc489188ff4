package org.valija.server.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.mail.ContentSource;
import org.valija.server.InSpanish;
import org.valija.server.retenciones.SampleRetencion;
import org.valija.server.retenciones.SampleRetenciones;

/** Files that other programs put into a watched folder. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class WatchedFolderTest {

    @TempDir
    Path folder;

    private Path entrada;
    private Path reportes;
    private DocumentOffice office;

    @BeforeEach
    void start() throws IOException {
        entrada = Files.createDirectories(folder.resolve("entrada"));
        reportes = Files.createDirectories(folder.resolve("reportes"));
        Map<String, Object> settings = new HashMap<>();
        settings.put("valija.documents.every", "50ms");
        settings.put("valija.documents.still", "300ms");
        settings.put("valija.documents.pair-wait", "2s");
        settings.put("valija.documents.folders[0].path", entrada);
        settings.put("valija.documents.folders[1].path", reportes);
        settings.put("valija.documents.folders[1].kind", "REPORTE");
        settings.put("valija.documents.folders[1].afterwards", "DELETE");
        office = new DocumentOffice(Files.createDirectories(folder.resolve("data")), settings);
        office.registerCompany();
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void whatIsGoodIsTakenAndMovedOrDeleted() throws IOException {
        SampleRetencion sample = SampleRetenciones.nacional(1);
        Files.write(entrada.resolve("a.xml"), sample.xml());
        Files.write(entrada.resolve("otro nombre.pdf"), SamplePdf.of("Folio fiscal " + sample.folioFiscal()));
        Files.write(reportes.resolve("Balanza.pdf"), SamplePdf.of("Balanza"));

        until(() ->
                names(entrada.resolve("tomados")).size() == 2 && names(reportes).isEmpty());

        assertThat(names(entrada)).containsExactlyInAnyOrder("tomados");
        assertThat(office.all())
                .hasSize(2)
                .allSatisfy(document -> assertThat(document.source()).isEqualTo(Source.FOLDER));
        assertThat(office.all())
                .filteredOn(document -> document.kind() == Kind.RETENCION)
                .singleElement()
                .satisfies(document -> {
                    assertThat(document.files()).hasSize(2);
                    assertThat(document.createdBy()).isEqualTo("entrada");
                });
    }

    @Test
    void whatIsBadGoesAsideWithItsReasonInSpanish() throws IOException {
        Files.writeString(entrada.resolve("roto.xml"), "<a><b></a>");
        Files.writeString(entrada.resolve("falso.pdf"), "no");
        Path large = entrada.resolve("grande.xml");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(200L * 1024 * 1024);
        }
        Path rejected = entrada.resolve("rechazados");

        until(() -> names(rejected).size() == 6);

        assertThat(Files.readString(rejected.resolve("roto.xml.txt")))
                .contains("roto.xml", "No es un XML válido", "No se guardó nada de él");
        assertThat(Files.readString(rejected.resolve("falso.pdf.txt"))).contains("no es un PDF");
        assertThat(Files.readString(rejected.resolve("grande.xml.txt"))).contains("Pesa más de 32 MB");
        assertThat(office.all()).isEmpty();
        assertThat(names(entrada)).containsExactly("rechazados");
    }

    /** The parser of the JDK meets the first with an exception of its own making. */
    @Test
    void aFileThatNobodyThoughtOfHoldsUpNoOther() throws IOException {
        Files.writeString(entrada.resolve("a.xml"), "<!DOCTYPE r [<!ENTIT\u0019Y a 'b'>]><r/>");
        Files.write(entrada.resolve("b.xml"), SampleRetenciones.nacional(1).xml());

        until(() -> names(entrada.resolve("tomados")).contains("b.xml")
                && names(entrada.resolve("rechazados")).contains("a.xml"));

        assertThat(Files.readString(entrada.resolve("rechazados").resolve("a.xml.txt")))
                .contains("No es un XML");
        assertThat(office.all()).hasSize(1);
    }

    @Test
    void whatIsBeingWrittenIsLeftUntilItIsStill() throws IOException {
        byte[] xml = SampleRetenciones.nacional(1).xml();
        Path unfinished = Files.write(entrada.resolve("a.xml.part"), xml);
        Path growing = entrada.resolve("b.xml");
        byte[] other = SampleRetenciones.nacional(2).xml();
        Instant end = Instant.now().plusMillis(1500);
        int written = 0;
        while (Instant.now().isBefore(end)) {
            written = Math.min(written + 100, other.length - 10);
            Files.write(growing, Arrays.copyOf(other, written));
            Files.setLastModifiedTime(growing, FileTime.from(Instant.now()));
            assertThat(office.all()).isEmpty();
            assertThat(names(entrada)).contains("a.xml.part", "b.xml").doesNotContain("rechazados");
        }
        Files.write(growing, other);
        Files.move(unfinished, entrada.resolve("a.xml"));

        until(() -> office.all().size() == 2);
        assertThat(names(entrada.resolve("rechazados"))).isEmpty();
    }

    @Test
    void theSameAgainIsRecognisedAndNoFileTakesAnothersPlace() throws IOException {
        byte[] xml = SampleRetenciones.nacional(1).xml();
        Files.write(entrada.resolve("a.xml"), xml);
        until(() -> names(entrada.resolve("tomados")).size() == 1);

        Files.write(entrada.resolve("a.xml"), xml);
        until(() -> names(entrada.resolve("tomados")).size() == 2);

        assertThat(names(entrada.resolve("tomados"))).containsExactlyInAnyOrder("a.xml", "a (2).xml");
        assertThat(office.all()).hasSize(1);
    }

    /** The process ended between storing a document and moving its file. */
    @Test
    void whatWasStoredBeforeItsFileMovedIsNotDoubled() throws IOException {
        byte[] xml = SampleRetenciones.nacional(1).xml();
        office.bean(DocumentIntake.class)
                .take(
                        List.of(new IncomingFile("a.xml", xml.length, ContentSource.of(xml))),
                        new IntakeOrder(
                                Optional.empty(),
                                Kind.RETENCION,
                                LocalDate.of(2026, 1, 1),
                                Source.FOLDER,
                                "entrada",
                                IntakeRights.EVERYTHING));
        Files.createDirectories(entrada.resolve("rechazados"));
        Files.writeString(entrada.resolve("rechazados").resolve("roto.xml.txt"), "de antes");

        Files.write(entrada.resolve("a.xml"), xml);
        Files.writeString(entrada.resolve("roto.xml"), "<a>");

        until(() -> names(entrada.resolve("tomados")).contains("a.xml")
                && names(entrada.resolve("rechazados")).contains("roto.xml"));
        assertThat(office.all()).hasSize(1);
        assertThat(names(entrada.resolve("rechazados"))).containsExactlyInAnyOrder("roto.xml", "roto.xml.txt");
        assertThat(Files.readString(entrada.resolve("rechazados").resolve("roto.xml.txt")))
                .contains("No es un XML válido");
    }

    @Test
    void aPdfWaitsForItsXmlAndIsToldWhenNoneComes() throws IOException {
        Files.write(entrada.resolve("sola.pdf"), SamplePdf.of("Sin XML"));

        until(() -> names(entrada.resolve("rechazados")).contains("sola.pdf.txt"));

        assertThat(Files.readString(entrada.resolve("rechazados").resolve("sola.pdf.txt"), StandardCharsets.UTF_8))
                .contains("No encontramos el XML de este PDF");
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path secret = Files.write(
                folder.resolve("secreto.xml"), SampleRetenciones.nacional(1).xml());
        Files.createSymbolicLink(entrada.resolve("enlace.xml"), secret);
        Files.write(entrada.resolve("b.xml"), SampleRetenciones.nacional(2).xml());

        until(() -> office.all().size() == 1);

        assertThat(names(entrada)).contains("enlace.xml");
        assertThat(Files.exists(secret)).isTrue();
    }

    private static void until(Callable<Boolean> holds) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(holds);
    }

    private static List<String> names(Path place) throws IOException {
        if (Files.notExists(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
