package org.valija.server.sheets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.valija.server.sheets.UnreadableSheetException.Reason;

/**
 * Reads a sheet that somebody brought, by what is in it and not by its name: CSV with commas, semicolons or tabs, in UTF-8,
 * UTF-16 or Windows-1252, or the first visible sheet of an XLSX. Formulas are not computed: what a cell last showed counts.
 * Dates of an XLSX come as the numbers that they are there. Thread-safe.
 */
public final class SheetReader {

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    private static final byte[] PDF = {'%', 'P', 'D', 'F', '-'};
    private static final int LOOKED_AT = 512;

    private final SheetLimits limits;

    /** One within the standard bounds. */
    public SheetReader() {
        this(SheetLimits.STANDARD);
    }

    public SheetReader(SheetLimits limits) {
        this.limits = limits;
    }

    /** What bounds it keeps. */
    public SheetLimits limits() {
        return limits;
    }

    /**
     * Takes a file into memory, as far as it may be large.
     *
     * @throws UnreadableSheetException when it is larger, or empty
     * @throws IOException when the stream breaks off
     */
    public byte[] take(InputStream in) throws IOException {
        byte[] file = in.readNBytes(limits.octets() + 1);
        check(file);
        return file;
    }

    /**
     * Reads a file's rows. Some may have been given when a later one turns out to be unreadable.
     *
     * @throws UnreadableSheetException saying why it cannot be read
     */
    public void read(byte[] file, SheetRows rows) {
        check(file);
        SheetRows checked = new Bounded(rows);
        if (starts(file, ZIP) || starts(file, EMPTY_ZIP)) {
            try (CheckedZip zip = new CheckedZip(file, limits)) {
                new XlsxRows(zip, limits).read(checked);
            }
        } else if (starts(file, OLE)) {
            throw new UnreadableSheetException(Reason.OLD_EXCEL);
        } else if (starts(file, PDF)) {
            throw new UnreadableSheetException(Reason.PDF);
        } else if (isWebPage(file)) {
            throw new UnreadableSheetException(Reason.WEB_PAGE);
        } else {
            CsvRows.read(PlainText.of(file), limits, checked);
        }
    }

    private void check(byte[] file) {
        if (file.length == 0) {
            throw new UnreadableSheetException(Reason.EMPTY);
        }
        if (file.length > limits.octets()) {
            throw new UnreadableSheetException(Reason.TOO_LARGE, limits.megabytes());
        }
    }

    /** Markup at the very beginning, which no cell of a heading has. */
    private static boolean isWebPage(byte[] file) {
        String beginning = new String(file, 0, Math.min(file.length, LOOKED_AT), StandardCharsets.ISO_8859_1)
                .replaceFirst("^\u00EF\u00BB\u00BF", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return beginning.startsWith("<");
    }

    private static boolean starts(byte[] file, byte[] signature) {
        for (int i = 0; i < signature.length; i++) {
            if (i >= file.length || file[i] != signature[i]) {
                return false;
            }
        }
        return true;
    }

    /** What holds for rows of either kind. */
    private final class Bounded implements SheetRows {

        private final SheetRows taker;
        private int count;

        Bounded(SheetRows taker) {
            this.taker = taker;
        }

        @Override
        public void row(int line, List<String> cells) {
            List<String> read = new ArrayList<>(cells.size());
            int last = 0;
            for (String cell : cells) {
                if (cell.length() > CellText.LONGEST) {
                    throw new UnreadableSheetException(Reason.CELL_TOO_LONG, CellText.LONGEST);
                }
                read.add(CellText.read(cell));
                if (!read.getLast().isEmpty()) {
                    last = read.size();
                }
            }
            if (last == 0) {
                return;
            }
            if (last > limits.columns()) {
                throw new UnreadableSheetException(Reason.TOO_MANY_COLUMNS, limits.columns());
            }
            count++;
            if (count > limits.rows() + 1) {
                throw new UnreadableSheetException(Reason.TOO_MANY_ROWS, limits.rows());
            }
            taker.row(line, List.copyOf(read.subList(0, last)));
        }
    }
}
