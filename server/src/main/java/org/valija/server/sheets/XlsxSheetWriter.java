package org.valija.server.sheets;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes XLSX. Rows leave for the stream some hundred at a time. */
final class XlsxSheetWriter implements SheetWriter {

    private static final int ROWS_A_FLUSH = 500;
    private static final int LONGEST_TITLE = 31;
    private static final String HEADING_FILL = "E8F1F2";

    private final Workbook workbook;
    private final Worksheet sheet;
    private int next = 1;

    XlsxSheetWriter(OutputStream out, String title, List<SheetColumn> columns) {
        this.workbook = new Workbook(new StaysOpen(out), "Valija", "1.0");
        this.sheet = workbook.newWorksheet(name(title));
        for (int i = 0; i < columns.size(); i++) {
            sheet.width(i, columns.get(i).width());
            sheet.inlineString(0, i, CellText.harmless(columns.get(i).heading()));
            sheet.style(0, i).bold().fillColor(HEADING_FILL).wrapText(true).set();
        }
        sheet.freezePane(0, 1);
    }

    @Override
    public void row(List<SheetCell> cells) {
        for (int i = 0; i < cells.size(); i++) {
            write(i, cells.get(i));
        }
        next++;
        if (next % ROWS_A_FLUSH == 0) {
            try {
                sheet.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void write(int column, SheetCell cell) {
        switch (cell) {
            case SheetCell.Text(String text) -> {
                if (!text.isEmpty()) {
                    sheet.inlineString(next, column, CellText.harmless(text));
                }
            }
            case SheetCell.Number(var number) -> {
                sheet.value(next, column, number);
                sheet.style(next, column).format(format(number)).set();
            }
            case SheetCell.Day(var day) -> {
                sheet.value(next, column, day);
                sheet.style(next, column).format("dd/mm/yyyy").set();
            }
            case SheetCell.Moment(var moment) -> {
                sheet.value(next, column, moment);
                sheet.style(next, column).format("dd/mm/yyyy hh:mm:ss").set();
            }
        }
    }

    private static String format(BigDecimal number) {
        return number.scale() <= 0 ? "#,##0" : "#,##0." + "0".repeat(Math.min(number.scale(), 6));
    }

    @Override
    public void close() {
        try {
            workbook.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String title) {
        String clean = CellText.harmless(title)
                .replaceAll("[\\[\\]:*?/\\\\'\\p{Cntrl}]", " ")
                .strip();
        return clean.isEmpty() ? "1" : clean.substring(0, Math.min(clean.length(), LONGEST_TITLE));
    }

    /** What the workbook closes is its part alone. */
    private static final class StaysOpen extends FilterOutputStream {

        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
