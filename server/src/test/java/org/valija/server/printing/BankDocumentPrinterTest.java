package org.valija.server.printing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.printing.BankDocumentPage.Entry;
import org.valija.server.printing.BankDocumentPage.Kind;
import org.valija.server.printing.BankDocumentPage.Party;

class BankDocumentPrinterTest {

    private static final Branding BRANDING = Branding.plain("Comercializadora del Norte, S.A. de C.V.", "CNO150101AB9");

    private final BankDocumentPrinter printer = new BankDocumentPrinter(new PdfPress());

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindStandsOnOneSheetWithItsFiguresAndWords(Kind kind) {
        try (PrintedPdf pdf = print(page(kind, "Pago de la factura A-1022", entries(2)))) {
            assertThat(pdf.pages()).isEqualTo(1);
            assertThat(pdf.size(1).getWidth()).isEqualTo(PDRectangle.LETTER.getWidth());
            assertThat(pdf.size(1).getHeight()).isEqualTo(PDRectangle.LETTER.getHeight());
            assertThat(pdf.text())
                    .contains(
                            "Comercializadora del Norte, S.A. de C.V.",
                            "RFC CNO150101AB9",
                            Papers.word("bank." + kind),
                            "Núm. 1045",
                            "25 de noviembre de 2025",
                            Papers.word("bank.party." + kind),
                            "María Fernanda Ñúñez",
                            "RFC NUGF850214AB1",
                            "$12,345.60",
                            "(DOCE MIL TRESCIENTOS CUARENTA Y CINCO PESOS 60/100 M.N.)",
                            "BBVA · 0123456789",
                            "Pago de la factura A-1022",
                            "SPEI 8837362",
                            "Página 1 de 1");
            assertThat(pdf.fonts()).isNotEmpty().allMatch(PDFont::isEmbedded);
            assertThat(pdf.information().getAuthor()).isEqualTo("Comercializadora del Norte, S.A. de C.V.");
            assertThat(pdf.information().getTitle()).isEqualTo(Papers.word("bank." + kind) + " 1045");
            assertThat(pdf.language()).isEqualTo("es-MX");
        }
    }

    @Test
    void movementsAreAddedUp() {
        try (PrintedPdf pdf = print(page(Kind.POLIZA, "", entries(4)))) {
            assertThat(pdf.text()).contains("Sumas iguales $2,001.00 $2,001.00");
        }
    }

    @Test
    void movementsThatDoNotAgreeAreNotCalledEqual() {
        try (PrintedPdf pdf = print(page(Kind.POLIZA, "", entries(3)))) {
            assertThat(pdf.text()).contains("Sumas $2,001.00 $1,000.50").doesNotContain("Sumas iguales");
        }
    }

    @Test
    void manyMovementsGoOnWithTheHeadRepeated() {
        try (PrintedPdf pdf = print(page(Kind.POLIZA, "", entries(120)))) {
            assertThat(pdf.pages()).isGreaterThan(2);
            for (int page = 2; page < pdf.pages(); page++) {
                assertThat(pdf.text(page))
                        .contains("Cuenta Nombre Concepto Cargo Abono")
                        .contains("Póliza 1045")
                        .contains("Página " + page + " de " + pdf.pages());
            }
        }
    }

    @Test
    void whatLooksLikeMarkupIsPrintedAsItWasWritten() {
        String nasty =
                "<script>alert(1)</script> <img src='http://127.0.0.1/x'/> &amp; </body> <style>*{display:none}</style>";

        try (PrintedPdf pdf = print(page(Kind.EGRESO, nasty, List.of()))) {
            assertThat(pdf.letters()).contains(PrintedPdf.letters(nasty));
        }
    }

    @Test
    void aPaperWithoutAmountOrPartyHasNoEmptyFrame() {
        BankDocumentPage bare = new BankDocumentPage(
                Kind.POLIZA,
                "7",
                LocalDate.of(2025, 1, 2),
                "",
                new Party("", ""),
                "Ajuste",
                "",
                Optional.empty(),
                "MXN",
                entries(2));

        try (PrintedPdf pdf = print(bare)) {
            assertThat(pdf.text()).contains("Ajuste").doesNotContain("Importe", "A nombre de");
        }
    }

    private PrintedPdf print(BankDocumentPage page) {
        return PrintedPdf.by(out -> printer.print(page, BRANDING, out));
    }

    private static BankDocumentPage page(Kind kind, String concept, List<Entry> entries) {
        return new BankDocumentPage(
                kind,
                "1045",
                LocalDate.of(2025, 11, 25),
                "BBVA · 0123456789",
                new Party("María Fernanda Ñúñez", "NUGF850214AB1"),
                concept,
                "SPEI 8837362",
                Optional.of(new BigDecimal("12345.6")),
                "MXN",
                entries);
    }

    private static List<Entry> entries(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> new Entry(
                        "2010-001-" + i,
                        "Proveedores",
                        "Factura " + i,
                        i % 2 == 0 ? new BigDecimal("1000.50") : BigDecimal.ZERO,
                        i % 2 == 0 ? BigDecimal.ZERO : new BigDecimal("1000.50")))
                .toList();
    }
}
