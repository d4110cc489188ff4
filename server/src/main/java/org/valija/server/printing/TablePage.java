package org.valija.server.printing;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A report: a title, some lines that say what it shows, and a table.
 *
 * @param lines under the title, each a line: the period, the filter, who asked for it and when
 * @param rows as many texts each as there are columns
 * @param empty what is said where there are no rows
 * @param wide on a sheet turned sideways
 * @param locale of its page numbers; everything else comes in its words
 * @param created when it was put together
 */
public record TablePage(
        String title,
        List<String> lines,
        List<Column> columns,
        List<List<String>> rows,
        String empty,
        boolean wide,
        Locale locale,
        Instant created) {

    /** What one file may hold: more is no report for reading. */
    public static final int MOST_ROWS = 20_000;

    /**
     * One column.
     *
     * @param share of the width, in relation to the others'
     * @param right as numbers stand
     */
    public record Column(String heading, int share, boolean right) {

        /** A column of text. */
        public static Column text(String heading, int share) {
            return new Column(heading, share, false);
        }

        /** A column of numbers. */
        public static Column number(String heading, int share) {
            return new Column(heading, share, true);
        }
    }

    public TablePage {
        lines = List.copyOf(lines);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table without columns");
        }
        if (rows.size() > MOST_ROWS) {
            throw new IllegalArgumentException("more than " + MOST_ROWS + " rows");
        }
        int width = columns.size();
        if (rows.stream().anyMatch(row -> row.size() != width)) {
            throw new IllegalArgumentException("a row of another width than the columns");
        }
    }
}
