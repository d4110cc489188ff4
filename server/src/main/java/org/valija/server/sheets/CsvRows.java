package org.valija.server.sheets;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.valija.server.sheets.UnreadableSheetException.Reason;

/** Reads CSV. */
final class CsvRows {

    private static final char[] SEPARATORS = {',', ';', '\t'};

    /** Written by Excel before the first row, where the separator is not the country's. */
    private static final String NAMED = "sep=";

    private CsvRows() {}

    static void read(String text, SheetLimits limits, SheetRows rows) {
        boolean named = text.startsWith(NAMED) && text.length() > NAMED.length();
        char separator = named ? text.charAt(NAMED.length()) : separator(text);
        if (separator != ',' && separator != ';' && separator != '\t' && separator != '|') {
            throw new UnreadableSheetException(Reason.NOT_A_SHEET);
        }
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .get();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new NoEndlessRow(new StringReader(text), separator))
                .setFormat(format)
                .get()) {
            read(parser, named, rows);
        } catch (IOException e) {
            throw new UnreadableSheetException(Reason.DAMAGED, e);
        }
    }

    private static void read(CSVParser parser, boolean named, SheetRows rows) {
        long line = 0;
        try {
            for (CSVRecord row : parser) {
                line = row.getRecordNumber();
                if (line > 1 || !named) {
                    rows.row((int) line, row.toList());
                }
            }
        } catch (UncheckedIOException e) {
            throw new UnreadableSheetException(Reason.QUOTES, line + 1);
        }
    }

    /** The one that stands most often in the first line that has any, outside quotes. */
    private static char separator(String text) {
        int[] counts = new int[SEPARATORS.length];
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (!quoted && (c == '\n' || c == '\r') && any) {
                break;
            }
            for (int s = 0; s < SEPARATORS.length && !quoted; s++) {
                if (c == SEPARATORS[s]) {
                    counts[s]++;
                    any = true;
                }
            }
        }
        int most = 0;
        for (int s = 1; s < SEPARATORS.length; s++) {
            most = counts[s] > counts[most] ? s : most;
        }
        return SEPARATORS[most];
    }

    /** A line of separators alone would become a row of as many cells before anybody could count them. */
    private static final class NoEndlessRow extends FilterReader {

        private static final int MOST = 40_000;

        private final char separator;
        private int inLine;

        NoEndlessRow(Reader in, char separator) {
            super(in);
            this.separator = separator;
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            count(c);
            return c;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            for (int i = 0; i < read; i++) {
                count(target[offset + i]);
            }
            return read;
        }

        private void count(int c) {
            if (c == '\n' || c == '\r') {
                inLine = 0;
            } else if (c == separator) {
                inLine++;
                if (inLine > MOST) {
                    throw new UnreadableSheetException(Reason.TOO_MANY_COLUMNS, SheetLimits.STANDARD.columns());
                }
            }
        }
    }
}
