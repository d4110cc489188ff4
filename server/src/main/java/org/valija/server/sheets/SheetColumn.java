package org.valija.server.sheets;

/**
 * A column that is written.
 *
 * @param width in characters, up to 255; CSV has none
 */
public record SheetColumn(String heading, int width) {

    private static final int WIDEST = 255;

    /** @throws IllegalArgumentException for a width that no column has */
    public SheetColumn {
        if (width < 1 || width > WIDEST) {
            throw new IllegalArgumentException("a column is 1 to " + WIDEST + " characters wide");
        }
    }
}
