package org.valija.server.bulk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Repository;
import org.valija.server.bulk.BulkItem.Seen;
import org.valija.server.documents.Kind;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code bulk_delivery_item}. Every query reads a bounded part of the items, but those that count. */
@Repository
class BulkItemTable {

    private static final int AT_ONCE = 500;

    private static final String COLUMNS =
            "bulk_id, seq, document_id, state, kind, number, recipient, addresses," + " earlier_at, trouble, outbox_id";

    private final Database database;
    private final Dialect dialect;

    BulkItemTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Adds documents in their order, each once. */
    void insert(Connection connection, long bulkId, List<Long> documentIds) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO bulk_delivery_item (bulk_id, seq, document_id, state) VALUES (?, ?, ?, 'TO_CHECK')")) {
            int seq = 0;
            for (long documentId : documentIds) {
                insert.setLong(1, bulkId);
                insert.setInt(2, ++seq);
                insert.setLong(3, documentId);
                insert.addBatch();
                if (seq % AT_ONCE == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    Optional<BulkItem> find(long bulkId, int seq) {
        return page(bulkId, List.of(), seq - 1, 1).stream()
                .filter(item -> item.seq() == seq)
                .findFirst();
    }

    /**
     * Some in their order.
     *
     * @param states in which they are; none for all
     * @param after place of the last one before
     */
    List<BulkItem> page(long bulkId, Collection<ItemState> states, int after, int most) {
        return database.run(connection -> {
            List<BulkItem> found = new ArrayList<>();
            if (states.isEmpty()) {
                found.addAll(page(connection, bulkId, Optional.empty(), after, most));
            }
            // Each state is read in the order of the index, and they are merged here.
            for (ItemState state : states) {
                found.addAll(page(connection, bulkId, Optional.of(state), after, most));
            }
            return found.stream()
                    .sorted((one, other) -> Integer.compare(one.seq(), other.seq()))
                    .limit(most)
                    .toList();
        });
    }

    private List<BulkItem> page(Connection connection, long bulkId, Optional<ItemState> state, int after, int most)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM bulk_delivery_item WHERE bulk_id = ?"
                        + (state.isPresent() ? " AND state = ?" : "") + " AND seq > ? ORDER BY seq LIMIT ?")) {
            int next = 1;
            query.setLong(next++, bulkId);
            if (state.isPresent()) {
                query.setString(next++, state.get().name());
            }
            query.setInt(next++, after);
            query.setInt(next, most);
            return read(query);
        }
    }

    /** The kinds of its documents, as far as they were looked at. */
    Set<Kind> kinds(long bulkId) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT DISTINCT kind FROM bulk_delivery_item WHERE bulk_id = ? AND kind <> ''")) {
                query.setLong(1, bulkId);
                Set<Kind> kinds = EnumSet.noneOf(Kind.class);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        kinds.add(Kind.valueOf(rows.getString(1)));
                    }
                }
                return kinds;
            }
        });
    }

    /** Those whose mails these are, in their order. */
    List<BulkItem> ofMails(long bulkId, Collection<Long> outboxIds) {
        if (outboxIds.isEmpty()) {
            return List.of();
        }
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS
                    + " FROM bulk_delivery_item WHERE outbox_id IN (" + "?, ".repeat(outboxIds.size() - 1)
                    + "?) AND bulk_id = ? ORDER BY seq")) {
                int next = 1;
                for (long outboxId : outboxIds) {
                    query.setLong(next++, outboxId);
                }
                query.setLong(next, bulkId);
                return read(query);
            }
        });
    }

    /** How many there are in each state. */
    Map<ItemState, Long> counts(long bulkId) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT state, COUNT(*) FROM bulk_delivery_item WHERE bulk_id = ? GROUP BY state")) {
                query.setLong(1, bulkId);
                Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        counts.put(ItemState.valueOf(rows.getString(1)), rows.getLong(2));
                    }
                }
                return counts;
            }
        });
    }

    /** Whether one is in that state, as the caller's transaction sees it. */
    boolean has(Connection connection, long bulkId, ItemState state) throws SQLException {
        return !page(connection, bulkId, Optional.of(state), 0, 1).isEmpty();
    }

    /** Notes what was found, of those that were still to be looked at. */
    void checked(Connection connection, Collection<BulkItem> items) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE bulk_delivery_item SET state = ?, kind = ?, number = ?, recipient = ?, addresses = ?,
                  earlier_at = ?, trouble = ?
                WHERE bulk_id = ? AND seq = ? AND state = 'TO_CHECK'
                """)) {
            for (BulkItem item : items) {
                Seen seen = item.seen();
                update.setString(1, item.state().name());
                update.setString(2, seen.kind());
                update.setString(3, seen.number());
                update.setString(4, seen.recipient());
                update.setString(5, seen.addresses());
                dialect.bind(update, 6, seen.earlier());
                update.setString(7, item.trouble());
                update.setLong(8, item.bulkId());
                update.setInt(9, item.seq());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Takes one that is ready, in the transaction that hands its mail in; false when it was taken before. */
    boolean take(Connection connection, BulkItem item, long outboxId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE bulk_delivery_item SET state = 'HANDED_IN',"
                + " outbox_id = ? WHERE bulk_id = ? AND seq = ? AND state = 'READY'")) {
            update.setLong(1, outboxId);
            update.setLong(2, item.bulkId());
            update.setInt(3, item.seq());
            return update.executeUpdate() == 1;
        }
    }

    /** Puts one aside that was ready and is not to be handed in after all; false when it was not ready. */
    boolean putAside(BulkItem item, ItemState state, String trouble) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE bulk_delivery_item SET state = ?,"
                    + " trouble = ? WHERE bulk_id = ? AND seq = ? AND state = 'READY'")) {
                update.setString(1, state.name());
                update.setString(2, trouble);
                update.setLong(3, item.bulkId());
                update.setInt(4, item.seq());
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Changes the state of all that are in another; gives of how many. */
    int change(Connection connection, long bulkId, ItemState from, ItemState to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE bulk_delivery_item SET state = ? WHERE bulk_id = ? AND state = ?")) {
            update.setString(1, to.name());
            update.setLong(2, bulkId);
            update.setString(3, from.name());
            return update.executeUpdate();
        }
    }

    private List<BulkItem> read(PreparedStatement query) throws SQLException {
        List<BulkItem> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                long outboxId = rows.getLong("outbox_id");
                Optional<Long> mail = rows.wasNull() ? Optional.empty() : Optional.of(outboxId);
                Optional<Instant> earlier = dialect.instant(rows, "earlier_at");
                found.add(new BulkItem(
                        rows.getLong("bulk_id"),
                        rows.getInt("seq"),
                        rows.getLong("document_id"),
                        ItemState.valueOf(rows.getString("state")),
                        new Seen(
                                rows.getString("kind"),
                                rows.getString("number"),
                                rows.getString("recipient"),
                                rows.getString("addresses"),
                                earlier),
                        rows.getString("trouble"),
                        mail));
            }
        }
        return found;
    }
}
