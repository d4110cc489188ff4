package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.valija.server.sheets.SheetReader;

/**
 * A file of beneficiaries, read and understood row by row, not yet compared with the catalogue.
 *
 * @param columns empty when none of the first rows has a heading for the RFC
 * @param rows those after the headings
 */
record ImportFile(Optional<ImportColumns> columns, List<ImportedRow> rows) {

    /** Titles that people put above the headings. */
    private static final int ROWS_BEFORE_HEADINGS = 10;

    /** @throws org.valija.server.sheets.UnreadableSheetException when it is no sheet */
    static ImportFile read(SheetReader reader, byte[] file) {
        Collector collector = new Collector();
        reader.read(file, collector::row);
        return new ImportFile(collector.columns, collector.rows);
    }

    private static final class Collector {

        private final List<ImportedRow> rows = new ArrayList<>();
        private Optional<ImportColumns> columns = Optional.empty();
        private Optional<RowReader> reader = Optional.empty();
        private int before;

        void row(int line, List<String> cells) {
            if (reader.isPresent()) {
                rows.add(reader.get().read(line, cells));
            } else if (before < ROWS_BEFORE_HEADINGS) {
                before++;
                columns = ImportColumns.of(cells);
                reader = columns.map(RowReader::new);
            }
        }
    }
}
