package org.valija.server.sheets;

/**
 * How much a file may hold that is read. Each bound is kept while reading, whatever the file says of itself.
 *
 * @param octets of the file
 * @param rows that have something in them, under one of headings
 * @param columns up to the last that has something in it
 * @param entries of a workbook's archive
 * @param inflated octets of all of them together
 * @param ratio how many times as much as the file they may be, once they are more than a megabyte
 */
public record SheetLimits(int octets, int rows, int columns, int entries, long inflated, int ratio) {

    /** Fifty thousand rows of a catalogue, and what programs for sheets put around them. */
    public static final SheetLimits STANDARD =
            new SheetLimits(10 * 1024 * 1024, 50_000, 100, 1_000, 96L * 1024 * 1024, 200);

    /** Megabytes of the file, as people say it. */
    public int megabytes() {
        return octets / (1024 * 1024);
    }
}
