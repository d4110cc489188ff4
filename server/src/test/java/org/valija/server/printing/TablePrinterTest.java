package org.valija.server.printing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.junit.jupiter.api.Test;
import org.valija.server.printing.TablePage.Column;

class TablePrinterTest {

    private static final Branding BRANDING = Branding.plain("Comercializadora del Norte, S.A. de C.V.", "CNO150101AB9");
    private static final Locale SPANISH = Locale.of("es", "MX");

    private final TablePrinter printer = new TablePrinter(new PdfPress());

    @Test
    void everyRowStandsUnderTheHeadOfItsPage() {
        List<List<String>> rows = rows(150);

        try (PrintedPdf pdf = print(page(rows, false, SPANISH))) {
            assertThat(pdf.pages()).isGreaterThan(2);
            String text = pdf.text();
            rows.forEach(row -> assertThat(text).contains(String.join(" ", row)));
            for (int page = 1; page <= pdf.pages(); page++) {
                assertThat(pdf.text(page))
                        .contains("Folio Beneficiario Importe")
                        .contains("Envío de retenciones")
                        .contains("Página " + page + " de " + pdf.pages());
            }
            assertThat(pdf.text(1)).contains("Enero a diciembre de 2025");
            assertThat(pdf.fonts()).isNotEmpty().allMatch(PDFont::isEmbedded);
        }
    }

    @Test
    void aWideOneLiesOnItsSide() {
        try (PrintedPdf pdf = print(page(rows(3), true, SPANISH))) {
            assertThat(pdf.size(1).getWidth()).isEqualTo(PDRectangle.LETTER.getHeight());
            assertThat(pdf.size(1).getHeight()).isEqualTo(PDRectangle.LETTER.getWidth());
        }
    }

    @Test
    void pagesAreCountedInTheReadersLanguage() {
        try (PrintedPdf pdf = print(page(rows(3), false, Locale.ENGLISH))) {
            assertThat(pdf.text()).contains("Page 1 of 1");
            assertThat(pdf.language()).isEqualTo("en");
        }
    }

    @Test
    void withoutRowsItSaysSo() {
        try (PrintedPdf pdf = print(page(List.of(), false, SPANISH))) {
            assertThat(pdf.text()).contains("No se envió nada.");
        }
    }

    @Test
    void markupInACellIsText() {
        try (PrintedPdf pdf = print(page(List.of(List.of("<b>1</b>", "</td></tr></table>", "&lt;")), false, SPANISH))) {
            assertThat(pdf.text()).contains("<b>1</b> </td></tr></table> &lt;");
        }
    }

    @Test
    void tooManyRowsAreNoReport() {
        List<List<String>> rows = Collections.nCopies(TablePage.MOST_ROWS + 1, List.of("1", "A", "$1.00"));

        assertThatThrownBy(() -> page(rows, false, SPANISH)).isInstanceOf(IllegalArgumentException.class);
    }

    private PrintedPdf print(TablePage page) {
        return PrintedPdf.by(out -> printer.print(page, BRANDING, out));
    }

    private static TablePage page(List<List<String>> rows, boolean wide, Locale locale) {
        return new TablePage(
                "Envío de retenciones",
                List.of("Enero a diciembre de 2025"),
                List.of(Column.text("Folio", 1), Column.text("Beneficiario", 3), Column.number("Importe", 1)),
                rows,
                "No se envió nada.",
                wide,
                locale,
                Instant.parse("2026-01-15T12:00:00Z"));
    }

    private static List<List<String>> rows(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> List.of("R-" + i, "Ana Peña " + i, Figures.money(java.math.BigDecimal.valueOf(i))))
                .toList();
    }
}
