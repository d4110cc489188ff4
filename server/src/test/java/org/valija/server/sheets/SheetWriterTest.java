package org.valija.server.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SheetWriterTest {

    private static final List<SheetColumn> COLUMNS =
            List.of(new SheetColumn("Nombre", 20), new SheetColumn("Valor", 12));

    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://x\")", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uFF1D1"})
    void whatComputesBecomesTextAndComesBackAsItWas(String formula) throws IOException {
        byte[] workbook = workbook(SheetCell.of(formula), SheetCell.of("fin"));
        byte[] text = text(SheetCell.of(formula), SheetCell.of("fin"));

        Row row = rows(workbook).get(1);
        assertThat(row.getCell(0).getType()).isEqualTo(CellType.STRING);
        assertThat(row.getCellText(0)).startsWith("'");
        assertThat(new String(text, StandardCharsets.UTF_8)).contains("'" + formula.charAt(0));
        assertThat(read(workbook)).containsExactly("[Nombre, Valor]", "[" + formula.strip() + ", fin]");
        assertThat(read(text)).containsExactly("[Nombre, Valor]", "[" + formula.strip() + ", fin]");
    }

    /** What is left out when it is written is no beginning. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0080=1+1", "\u0000\u009F@SUM(A1)", "\uD83D-2", "\uFFFF=1"})
    void whatComputesBehindWhatIsNoTextIsTextAsWell(String formula) throws IOException {
        String computes = formula.replaceAll("[^ -~]", "");

        assertThat(rows(workbook(SheetCell.of(formula))).get(1).getCellText(0)).isEqualTo("'" + computes);
        assertThat(new String(text(SheetCell.of(formula)), StandardCharsets.UTF_8))
                .contains("'" + computes);
    }

    @Test
    void numbersAndDaysAreThemselves() throws IOException {
        SheetCell[] cells = {
            SheetCell.of(new BigDecimal("-1234.50")),
            SheetCell.of(37),
            SheetCell.of(LocalDate.of(2026, 1, 31)),
            SheetCell.of(LocalDateTime.of(2026, 1, 31, 9, 41, 7)),
            SheetCell.empty()
        };

        Row row = rows(workbook(cells)).get(1);
        assertThat(row.getCell(0).asNumber()).isEqualByComparingTo("-1234.50");
        assertThat(row.getCell(1).asNumber()).isEqualByComparingTo("37");
        assertThat(row.getCell(2).asDate()).isEqualTo(LocalDateTime.of(2026, 1, 31, 0, 0));
        assertThat(row.getCell(3).asDate()).isEqualTo(LocalDateTime.of(2026, 1, 31, 9, 41, 7));
        assertThat(new String(text(cells), StandardCharsets.UTF_8))
                .isEqualTo("\uFEFFNombre,Valor\r\n-1234.50,37,2026-01-31,2026-01-31 09:41:07,\r\n");
    }

    @Test
    void accentsQuotesMarkupAndWhatXmlCannotHave() {
        String name = "Peña <b>\"&\"</b>, S.A. 😀";
        SheetCell cell = SheetCell.of("\u0000" + name + "\uD83D\u0007\uFFFF");

        assertThat(read(workbook(cell))).contains("[" + name + "]");
        assertThat(read(text(cell))).contains("[" + name + "]");
        assertThat(read(workbook(SheetCell.of("x".repeat(40_000)))).get(1)).hasSize(CellText.LONGEST + 2);
    }

    @Test
    void aTitleIsWhatASheetMayBeCalled() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SheetWriter.xlsx(out, "Reporte: 1/2 [enero] ' y más de treinta y un caracteres", COLUMNS)
                .close();

        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(workbook.getFirstSheet().getName())
                    .hasSizeLessThanOrEqualTo(31)
                    .startsWith("Reporte  1 2");
        }
    }

    @Test
    void manyRowsLeaveAsTheyCome() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int early;
        try (SheetWriter writer = SheetWriter.xlsx(out, "Muchos", COLUMNS)) {
            for (int i = 0; i < 20_000; i++) {
                writer.row(SheetCell.of("Beneficiario " + i * 7919), SheetCell.of(i));
            }
            early = out.size();
        }

        assertThat(early).isGreaterThan(out.size() / 2);
        assertThat(rows(out.toByteArray())).hasSize(20_001);
    }

    private static byte[] workbook(SheetCell... cells) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SheetWriter writer = SheetWriter.xlsx(out, "Datos", COLUMNS)) {
            writer.row(cells);
        }
        return out.toByteArray();
    }

    private static byte[] text(SheetCell... cells) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SheetWriter writer = SheetWriter.csv(out, COLUMNS)) {
            writer.row(cells);
        }
        return out.toByteArray();
    }

    /** By another library. */
    private static List<Row> rows(byte[] workbook) throws IOException {
        try (ReadableWorkbook readable = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            return readable.getFirstSheet().read();
        }
    }

    private static List<String> read(byte[] file) {
        List<String> rows = new ArrayList<>();
        new SheetReader().read(file, (line, cells) -> rows.add(cells.toString()));
        return rows;
    }
}
