package org.valija.server.catalogues;

import java.util.List;

/**
 * Why a row is not taken.
 *
 * @param column as {@code C · Correo}; empty where it is the row as a whole
 * @param key of the words in the bundles
 * @param arguments of the words
 */
record RowFinding(String column, String key, List<Object> arguments) {

    private static final int LONGEST_QUOTE = 60;

    static RowFinding of(String column, String key, Object... arguments) {
        return new RowFinding(column, key, List.of(arguments));
    }

    /** As the templates hand them to the message source. */
    public Object[] values() {
        return arguments.toArray();
    }

    /** A cell's text, cut so that it fits a sentence. */
    static String quoted(String cell) {
        return cell.length() <= LONGEST_QUOTE ? cell : cell.substring(0, LONGEST_QUOTE) + "…";
    }
}
