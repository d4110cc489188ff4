package org.valija.server.sheets;

import java.util.List;

/** Takes the rows of a sheet as they are read, those with nothing in them left out. */
@FunctionalInterface
public interface SheetRows {

    /**
     * Takes the next row.
     *
     * @param line its number, as a program for sheets shows it
     * @param cells as text without blanks around it, up to the last that has something in it
     */
    void row(int line, List<String> cells);
}
