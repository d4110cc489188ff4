package org.valija.oauth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.valija.oauth.SealedTable.Row;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/** One run of a re-encryption: seals rows anew with one key and counts. For one thread. */
final class Resealing {

    private final Database database;
    private final SealedText text;
    private final String wanted;
    private final int tries;
    private final Set<String> unreadable = new LinkedHashSet<>();
    private long rewritten;

    Resealing(Database database, SealedText text, long keyId, int tries) {
        this.database = database;
        this.text = text;
        this.wanted = SealedText.beginning(keyId);
        this.tries = tries;
    }

    long rewritten() {
        return rewritten;
    }

    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** What is sealed is sealed anew and written on the condition that the row is as it was read, else it is read again. */
    void row(SealedTable table, Row first) {
        Optional<Row> row = Optional.of(first);
        for (int i = 0; i < tries && row.isPresent(); i++) {
            Map<String, String> fresh = fresh(table, row.get());
            if (fresh.isEmpty()) {
                return;
            }
            if (rewrite(table, row.get(), fresh)) {
                rewritten++;
                return;
            }
            row = database.run(connection -> table.find(connection, first.key()));
        }
    }

    private boolean rewrite(SealedTable table, Row row, Map<String, String> fresh) {
        try {
            return database.inTransaction(connection -> table.rewrite(connection, row, fresh));
        } catch (DatabaseException e) {
            if (e.kind() == DatabaseException.Kind.LOCKED) {
                return false;
            }
            throw e;
        }
    }

    private Map<String, String> fresh(SealedTable table, Row row) {
        Map<String, String> fresh = new LinkedHashMap<>();
        List<String> broken = new ArrayList<>();
        row.values().forEach((column, value) -> {
            if (!value.startsWith(wanted)) {
                SealedText.Place place = table.place(row, column);
                try {
                    fresh.put(column, text.seal(text.open(value, place), place));
                } catch (SealBrokenException e) {
                    broken.add(place.toString());
                }
            }
        });
        unreadable.addAll(broken);
        return fresh;
    }
}
