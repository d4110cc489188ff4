package org.valija.server.printing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.Raster;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.valija.server.retenciones.Impuesto;
import org.valija.server.retenciones.Periodo;
import org.valija.server.retenciones.Receptor;
import org.valija.server.retenciones.Retencion;
import org.valija.server.retenciones.RetencionReader;
import org.valija.server.retenciones.SampleRetencion;
import org.valija.server.retenciones.SampleRetenciones;
import org.valija.server.retenciones.SealCheck;
import org.valija.server.retenciones.VerificationLink;

class RetencionPrinterTest {

    private static final String DRAFT = "BORRADOR, sin validez fiscal";
    private static final String REPRESENTATION = "Este documento es una representación impresa de un CFDI.";
    private static final Branding BRANDING = Branding.plain("Comercializadora del Norte, S.A. de C.V.", "CNO150101AB9");

    private final RetencionPrinter printer = new RetencionPrinter(new PdfPress());

    @Test
    void theUsualOneIsOneSheetWithAllThatTheXmlSays() {
        SampleRetencion sample = SampleRetenciones.nacional(118)
                .withAmounts("1234567.80", "0.20", "123456.78")
                .withDates(LocalDateTime.of(2026, 1, 30, 9, 5, 7), new Periodo(1, 12, 2025));

        try (PrintedPdf pdf = print(sample, BRANDING)) {
            assertThat(pdf.pages()).isEqualTo(1);
            assertThat(pdf.size(1).getWidth()).isEqualTo(PDRectangle.LETTER.getWidth());
            assertThat(pdf.text())
                    .contains(
                            "Comercializadora del Norte, S.A. de C.V.",
                            "EMPRESA DE PRUEBA & ASOCIADOS",
                            "601 · General de Ley Personas Morales",
                            "ANA MARÍA PEÑA GÓMEZ",
                            "PEGA800101AB5",
                            "PEGA800101MDFXMN09",
                            "Folio 118",
                            sample.folioFiscal(),
                            "30/01/2026 09:05:07",
                            "30/01/2026 09:10:07",
                            "01 · Servicios profesionales",
                            "Enero a diciembre de 2025",
                            "001 · ISR",
                            "Monto total de la operación $1,234,568.00",
                            "Monto total gravado $1,234,567.80",
                            "Monto total exento $0.20",
                            "Total retenido $123,456.78",
                            "Íntegro, comprobado al imprimir",
                            REPRESENTATION,
                            "Página 1 de 1")
                    .doesNotContain("BORRADOR");
            assertThat(pdf.letters())
                    .contains(PrintedPdf.letters(
                            "(CIENTO VEINTITRÉS MIL CUATROCIENTOS CINCUENTA Y SEIS PESOS 78/100 M.N.)"));
            PaperAndFile.compare(pdf, read(sample));
        }
    }

    @Test
    void everyKindOfDocumentSaysOnPaperWhatItsFileSays() {
        for (SampleRetencion sample : List.of(
                SampleRetenciones.extranjero(2),
                SampleRetenciones.variosImpuestos(3),
                SampleRetenciones.complementos(4),
                SampleRetenciones.nacional(5).withDates(LocalDateTime.of(2026, 2, 1, 0, 0), new Periodo(3, 3, 2025)))) {
            try (PrintedPdf pdf = print(sample, BRANDING)) {
                PaperAndFile.compare(pdf, read(sample));
            }
        }
    }

    @Test
    void theOldVersionIsPrintedToo() {
        Retencion old = new RetencionReader().read(SampleRetenciones.version1());

        try (PrintedPdf pdf = print(old, BRANDING)) {
            PaperAndFile.compare(pdf, old);
            assertThat(pdf.text()).contains("Pago definitivo", "$100.000001").doesNotContain("Régimen fiscal");
        }
    }

    @Test
    void theQrLeadsToThePageOfSat() {
        for (SampleRetencion sample : List.of(SampleRetenciones.nacional(6), SampleRetenciones.extranjero(7))) {
            try (PrintedPdf pdf = print(sample, BRANDING)) {
                assertThat(pdf.qrCodes(pdf.pages()))
                        .containsExactly(VerificationLink.of(read(sample)).orElseThrow());
            }
        }
    }

    @Test
    void aDraftSaysSoOnEveryPageAndHasNoQr() {
        SampleRetencion draft =
                SampleRetenciones.sinTimbre(8).withTaxes("1.00", "0.00", Collections.nCopies(60, tax("0.10")));

        try (PrintedPdf pdf = print(draft, BRANDING)) {
            assertThat(pdf.pages()).isGreaterThan(1);
            for (int page = 1; page <= pdf.pages(); page++) {
                assertThat(pdf.text(page)).contains(DRAFT);
                assertThat(pdf.qrCodes(page)).isEmpty();
            }
            assertThat(pdf.text()).doesNotContain(REPRESENTATION, "Folio fiscal", "Sello digital");
        }
    }

    @Test
    void manyTaxesGoOnWithHeadAndNumberOnEveryPage() {
        SampleRetencion many = SampleRetenciones.nacional(9)
                .withTaxes(
                        "100000.00",
                        "0.00",
                        IntStream.rangeClosed(1, 90)
                                .mapToObj(i -> tax(i + ".37"))
                                .toList());

        try (PrintedPdf pdf = print(many, BRANDING)) {
            assertThat(pdf.pages()).isGreaterThan(2);
            for (int page = 2; page <= pdf.pages(); page++) {
                assertThat(pdf.text(page))
                        .contains("EMPRESA DE PRUEBA & ASOCIADOS")
                        .contains("Retención " + many.folioFiscal())
                        .contains("Página " + page + " de " + pdf.pages());
            }
            assertThat(pdf.text(2)).contains("Impuesto Tipo de pago Base Monto retenido");
            PaperAndFile.compare(pdf, read(many));
        }
    }

    @Test
    void longNamesArePrintedWhole() {
        String words = "COMERCIALIZADORA ".repeat(17).strip();
        String oneWord = "Ñ".repeat(280);
        SampleRetencion sample =
                SampleRetenciones.nacional(10).withEmisor("EPR240501AB1", words).withReceptor("PEGA800101AB5", oneWord);

        try (PrintedPdf pdf = print(sample, new Branding(words, "EPR240501AB1", Optional.empty(), "#00ffff"))) {
            assertThat(pdf.pages()).isEqualTo(1);
            assertThat(pdf.letters()).contains(PrintedPdf.letters(words), oneWord);
        }
    }

    @Test
    void whatLooksLikeMarkupIsPrintedAsItWasWrittenAndNothingIsFetched() throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + stranger.getLocalPort() + "/x";
            String nasty = "<script>alert(1)</script> <img src=\"%s\"/> &amp; </body> <style>@import '%s';</style>"
                    .formatted(address, address);
            SampleRetencion sample = SampleRetenciones.nacional(11)
                    .withReceptor(new Receptor.Extranjero(Optional.of("<b>1</b>"), nasty))
                    .withKind("25", Optional.of(nasty));

            try (PrintedPdf pdf = print(sample, Branding.plain(nasty, "<i>"))) {
                assertThat(pdf.letters()).contains(PrintedPdf.letters(nasty), "<b>1</b>", "<i>");
            }
            stranger.setSoTimeout(1);
            Assertions.assertThatThrownBy(stranger::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void charactersThatTheFontsLackAreBoxesAndAllFontsAreInside() {
        SampleRetencion sample = SampleRetenciones.nacional(12)
                .withReceptor(new Receptor.Extranjero(Optional.empty(), "北京 Łódź Ελλάς Москва ﷽ \uD83D\uDE00"));

        try (PrintedPdf pdf = print(sample, BRANDING)) {
            assertThat(pdf.text()).contains("□□ Łódź Ελλάς Москва □ □");
            assertThat(pdf.fonts()).isNotEmpty().allMatch(PDFont::isEmbedded);
        }
    }

    @Test
    void whatWasAlteredIsSaidOnThePaper() {
        try (PrintedPdf pdf = print(SampleRetenciones.selloFalso(13), BRANDING)) {
            assertThat(pdf.text())
                    .contains("El sello del emisor no corresponde al contenido")
                    .doesNotContain("Íntegro");
        }
    }

    @Test
    void theStampOfAnotherDocumentIsSaidOnThePaper() {
        String changed = new String(SampleRetenciones.nacional(14).xml(), StandardCharsets.UTF_8)
                .replaceFirst("SelloCFD=\"....", "SelloCFD=\"AAAA");

        try (PrintedPdf pdf = print(new RetencionReader().read(changed.getBytes(StandardCharsets.UTF_8)), BRANDING)) {
            assertThat(pdf.text()).contains("El timbre es de otro comprobante");
        }
    }

    @Test
    void aLogoIsDrawn() throws UnusableLogoException {
        Logo logo = Logo.of(SampleLogos.image("png", 900, 300));

        try (PrintedPdf with = print(
                SampleRetenciones.nacional(15), new Branding("Norte", "CNO150101AB9", Optional.of(logo), "#7a1f3d"))) {
            // Down the paper, 18 mm from its left: the bar of the image is 5 mm high, at 200 dots an inch.
            Raster picture = with.picture(1).getRaster();
            assertThat(IntStream.range(80, 200)
                            .filter(y -> picture.getSample(140, y, 0) < 100)
                            .count())
                    .isBetween(33L, 45L);
            assertThat(with.pages()).isEqualTo(1);
        }
    }

    @Test
    void theFileSaysWhatItIs() {
        SampleRetencion sample = SampleRetenciones.nacional(16);

        try (PrintedPdf pdf = print(sample, BRANDING)) {
            assertThat(pdf.information().getTitle()).isEqualTo("Retención " + sample.folioFiscal());
            assertThat(pdf.information().getAuthor()).isEqualTo("Comercializadora del Norte, S.A. de C.V.");
            assertThat(pdf.information().getSubject())
                    .isEqualTo(
                            "Retención de EMPRESA DE PRUEBA & ASOCIADOS a ANA MARÍA PEÑA GÓMEZ, Enero a diciembre de 2025");
            assertThat(pdf.language()).isEqualTo("es-MX");
        }
    }

    @Test
    void manyThreadsPrintTheSameBytes() throws InterruptedException, ExecutionException {
        Retencion retencion = read(SampleRetenciones.complementos(17));
        byte[] first = bytes(retencion);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> all = IntStream.range(0, 24)
                    .mapToObj(_ -> threads.submit(() -> bytes(retencion)))
                    .toList();
            for (Future<byte[]> one : all) {
                assertThat(one.get()).isEqualTo(first);
            }
        }
    }

    private byte[] bytes(Retencion retencion) {
        try (PrintedPdf pdf = print(retencion, BRANDING)) {
            return pdf.bytes();
        }
    }

    @Test
    void whatNobodyReadsToItsEndIsNotPrintedToItsEnd() {
        List<Impuesto> taxes = Collections.nCopies(300, tax("16.00"));
        SampleRetencion endless = SampleRetenciones.nacional(1)
                .withTaxes("30000.00", "0.00", taxes)
                .withComplementos("<x:Servicios xmlns:x=\"http://www.sat.gob.mx/x\">"
                        + "<x:Servicio Detalle=\"%s\"/>"
                                .formatted("x".repeat(600))
                                .repeat(1_500) + "</x:Servicios>");

        try (PrintedPdf pdf = print(endless, BRANDING)) {
            assertThat(pdf.pages()).isLessThan(250);
            assertThat(pdf.text())
                    .contains(
                            "Los demás impuestos están en el XML; la suma los incluye.",
                            "$4,800.00",
                            "Lo demás de los complementos está en el XML.");
        }
    }

    private PrintedPdf print(SampleRetencion sample, Branding branding) {
        return print(read(sample), branding);
    }

    private PrintedPdf print(Retencion retencion, Branding branding) {
        return PrintedPdf.by(out -> printer.print(retencion, new SealCheck().check(retencion), branding, out));
    }

    private static Retencion read(SampleRetencion sample) {
        return new RetencionReader().read(sample.xml());
    }

    private static Impuesto tax(String amount) {
        return new Impuesto(Optional.of(new BigDecimal("100.00")), Optional.of("002"), new BigDecimal(amount), "01");
    }
}
