package org.valija.server.catalogues;

import java.util.List;

/**
 * A page of what was found.
 *
 * @param number from 1 on; the last one where more was asked for
 * @param total how many there are on all pages
 */
public record BeneficiaryPage(List<Beneficiary> rows, int number, long total) {

    /** Rows of a full page. */
    public static final int SIZE = 50;

    public BeneficiaryPage {
        rows = List.copyOf(rows);
    }

    /** How many pages there are, at least one. */
    public int pages() {
        return pages(total);
    }

    /** Number of the first row among all, from 1 on. */
    public long first() {
        return (number - 1L) * SIZE + 1;
    }

    /** Number of the last row among all. */
    public long last() {
        return first() + rows.size() - 1;
    }

    static int pages(long total) {
        return (int) Math.max(1, (total + SIZE - 1) / SIZE);
    }
}
