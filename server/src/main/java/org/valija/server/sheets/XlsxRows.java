package org.valija.server.sheets;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.valija.server.sheets.UnreadableSheetException.Reason;

/**
 * Reads the first visible sheet of a workbook (ECMA-376 part 1 §18.3). A cell is told where it stands by its reference; nothing
 * is made for the places between. Not thread-safe.
 */
final class XlsxRows {

    /** Digits as a cell has them; longer or larger ones stay the text that they are. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?([Ee][+-]?[0-9]{1,2})?");

    private static final Pattern REFERENCE = Pattern.compile("([A-Z]{1,3})[0-9]{1,7}");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

    private final CheckedZip zip;
    private final SheetLimits limits;
    private final WorkbookParts parts;
    private final List<String> sharedTexts = new ArrayList<>();

    XlsxRows(CheckedZip zip, SheetLimits limits) {
        this.zip = zip;
        this.limits = limits;
        this.parts = WorkbookParts.of(zip);
    }

    void read(SheetRows rows) {
        parts.sharedTexts().ifPresent(this::readSharedTexts);
        try (PartReader part = open(parts.sheet())) {
            int line = 0;
            while (part.next() && !part.ends("sheetData")) {
                if (part.starts("row")) {
                    line = part.attribute("r")
                            .filter(text -> INDEX.matcher(text).matches())
                            .map(Integer::parseInt)
                            .orElse(line + 1);
                    rows.row(line, cells(part));
                }
            }
        }
    }

    private void readSharedTexts(String name) {
        try (PartReader part = open(name)) {
            while (part.next()) {
                if (part.starts("si")) {
                    sharedTexts.add(richText(part, "si"));
                }
            }
        }
    }

    private List<String> cells(PartReader part) {
        List<String> cells = new ArrayList<>();
        int column = -1;
        while (part.next() && !part.ends("row")) {
            if (part.starts("c")) {
                column = part.attribute("r").map(XlsxRows::column).orElse(column + 1);
                String text = cell(part);
                if (!text.isBlank()) {
                    put(cells, column, text);
                }
            }
        }
        return cells;
    }

    private void put(List<String> cells, int column, String text) {
        if (column >= limits.columns()) {
            throw new UnreadableSheetException(Reason.TOO_MANY_COLUMNS, limits.columns());
        }
        while (cells.size() <= column) {
            cells.add("");
        }
        cells.set(column, text);
    }

    private String cell(PartReader part) {
        String type = part.attribute("t").orElse("n");
        StringBuilder value = new StringBuilder();
        String inline = "";
        boolean inValue = false;
        while (part.next() && !part.ends("c")) {
            if (part.starts("is")) {
                inline = richText(part, "is");
            } else if (part.starts("v")) {
                inValue = true;
            } else if (part.ends("v")) {
                inValue = false;
            } else if (inValue) {
                part.addTextTo(value);
            }
        }
        return switch (type) {
            case "inlineStr" -> inline;
            case "s" -> sharedText(value.toString());
            case "n" -> number(value.toString());
            default -> value.toString();
        };
    }

    private String sharedText(String index) {
        if (index.isEmpty()) {
            return "";
        }
        if (!INDEX.matcher(index).matches() || Integer.parseInt(index) >= sharedTexts.size()) {
            throw new UnreadableSheetException(Reason.DAMAGED);
        }
        return sharedTexts.get(Integer.parseInt(index));
    }

    /** Runs of text put together; how it is read aloud in Japanese is not part of it. */
    private static String richText(PartReader part, String element) {
        StringBuilder text = new StringBuilder();
        boolean inText = false;
        boolean aloud = false;
        while (part.next() && !part.ends(element)) {
            if (part.starts("rPh") || part.ends("rPh")) {
                aloud = part.starts("rPh");
            } else if (part.starts("t") || part.ends("t")) {
                inText = part.starts("t");
            } else if (inText && !aloud) {
                part.addTextTo(text);
            }
        }
        return text.toString();
    }

    private static String number(String written) {
        if (!NUMBER.matcher(written).matches()) {
            return written;
        }
        BigDecimal number = new BigDecimal(written);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** The column of a reference such as {@code AB12}, from zero on. */
    private static int column(String reference) {
        if (!REFERENCE.matcher(reference).matches()) {
            throw new UnreadableSheetException(Reason.DAMAGED);
        }
        int column = 0;
        for (int i = 0; i < reference.length() && Character.isLetter(reference.charAt(i)); i++) {
            column = column * 26 + reference.charAt(i) - 'A' + 1;
        }
        return column - 1;
    }

    private PartReader open(String name) {
        Optional<InputStream> part = zip.open(name);
        return new PartReader(part.orElseThrow(() -> new UnreadableSheetException(Reason.DAMAGED)));
    }
}
