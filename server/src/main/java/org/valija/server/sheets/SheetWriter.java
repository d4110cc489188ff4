package org.valija.server.sheets;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes a sheet row by row, in bounded memory; {@link #close} ends it and leaves the stream open. A text that a program would
 * take for a formula gets an apostrophe before it, which {@link SheetReader} takes off again. Control characters are left out,
 * and a text is cut at the longest that a cell takes. Not thread-safe.
 */
public interface SheetWriter extends AutoCloseable {

    /** Media type of XLSX. */
    String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** Media type of CSV. */
    String CSV = "text/csv;charset=UTF-8";

    /**
     * A workbook of one sheet, its headings bold and always in sight.
     *
     * @param title of the sheet; what no sheet's name may have is left out
     */
    static SheetWriter xlsx(OutputStream out, String title, List<SheetColumn> columns) {
        return new XlsxSheetWriter(out, title, columns);
    }

    /** Text in UTF-8 with its mark, commas and quotes (RFC 4180): programs for sheets read its accents as they are. */
    static SheetWriter csv(OutputStream out, List<SheetColumn> columns) {
        return new CsvSheetWriter(out, columns);
    }

    /**
     * Writes the next row.
     *
     * @throws UncheckedIOException when the stream takes nothing more
     */
    void row(List<SheetCell> cells);

    /** The same for one that is written out. */
    default void row(SheetCell... cells) {
        row(List.of(cells));
    }

    /** @throws UncheckedIOException when the stream takes nothing more */
    @Override
    void close();
}
