package org.valija.server.documents;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;

/**
 * The place of a document in a list, where the latest stand first.
 *
 * @param period year and month, 202512
 */
public record DocumentKey(int period, LocalDate date, long id) implements Comparable<DocumentKey> {

    private static final Comparator<DocumentKey> ORDER = Comparator.comparingInt(DocumentKey::period)
            .thenComparing(DocumentKey::date)
            .thenComparingLong(DocumentKey::id)
            .reversed();

    @Override
    public int compareTo(DocumentKey other) {
        return ORDER.compare(this, other);
    }

    /** As it stands in the address of a page, {@code 202512_2025-12-31_17}. */
    public String text() {
        return period + "_" + date + "_" + id;
    }

    /** Reads what {@link #text()} wrote; empty for anything else. */
    public static Optional<DocumentKey> of(String text) {
        if (!text.matches("[0-9]{6}_[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{1,18}")) {
            return Optional.empty();
        }
        String[] parts = text.split("_", -1);
        try {
            return Optional.of(
                    new DocumentKey(Integer.parseInt(parts[0]), LocalDate.parse(parts[1]), Long.parseLong(parts[2])));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
