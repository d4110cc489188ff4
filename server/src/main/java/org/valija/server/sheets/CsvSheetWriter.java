package org.valija.server.sheets;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes CSV. */
final class CsvSheetWriter implements SheetWriter {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final CSVPrinter printer;

    CsvSheetWriter(OutputStream out, List<SheetColumn> columns) {
        try {
            OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            writer.write('\uFEFF');
            this.printer = new CSVPrinter(writer, FORMAT);
            printer.printRecord(columns.stream()
                    .map(column -> CellText.harmless(column.heading()))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void row(List<SheetCell> cells) {
        try {
            printer.printRecord(cells.stream().map(CsvSheetWriter::text).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            printer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(SheetCell cell) {
        return switch (cell) {
            case SheetCell.Text(String text) -> CellText.harmless(text);
            case SheetCell.Number(var number) -> number.toPlainString();
            case SheetCell.Day(var day) -> day.toString();
            case SheetCell.Moment(var moment) -> MOMENT.format(moment);
        };
    }
}
