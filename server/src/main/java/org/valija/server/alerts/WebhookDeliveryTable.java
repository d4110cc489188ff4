package org.valija.server.alerts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code webhook_delivery}. Of several nodes, one tries a delivery at a time. */
@Repository
class WebhookDeliveryTable {

    private static final String SELECT = """
            SELECT id, event_id, kind, body, created_at, attempts, next_at, last_at, status, error, delivered_at
            FROM webhook_delivery
            """;

    private final Database database;
    private final Dialect dialect;

    WebhookDeliveryTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Puts an event on its way, with the caller's transaction; gives its number. */
    long insert(Connection connection, String eventId, EventKind kind, String body, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO webhook_delivery (event_id, kind, body, created_at, next_at) VALUES (?, ?, ?, ?, ?) RETURNING id
                """)) {
            insert.setString(1, eventId);
            insert.setString(2, kind.name());
            insert.setString(3, body);
            dialect.bind(insert, 4, now);
            dialect.bind(insert, 5, now);
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Those whose time has come, the oldest first. */
    List<WebhookDelivery> due(Instant now, int most) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(SELECT + " WHERE next_at <= ? ORDER BY id LIMIT " + most)) {
                dialect.bind(query, 1, now);
                return read(query);
            }
        });
    }

    /**
     * What is on its way.
     *
     * @param events how many
     * @param oldest when the oldest was put on its way
     */
    record Owed(long events, Optional<Instant> oldest) {}

    Owed owed() {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT COUNT(*), MIN(created_at) FROM webhook_delivery WHERE next_at IS NOT NULL");
                    ResultSet rows = query.executeQuery()) {
                rows.next();
                return new Owed(rows.getLong(1), dialect.instant(rows, 2));
            }
        });
    }

    Optional<WebhookDelivery> find(long id) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(SELECT + " WHERE id = ?")) {
                query.setLong(1, id);
                return read(query).stream().findFirst();
            }
        });
    }

    List<WebhookDelivery> latest(int most) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(SELECT + " ORDER BY id DESC LIMIT " + most)) {
                return read(query);
            }
        });
    }

    /**
     * Takes a delivery for one try.
     *
     * @param attempts as they were read
     * @param stale one taken before was given up by whoever took it
     * @return false when somebody else tries it, or has since it was read
     */
    boolean claim(long id, int attempts, Instant now, Instant stale) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE webhook_delivery SET claimed_at = ? WHERE id = ? AND attempts = ? AND next_at IS NOT NULL
                      AND (claimed_at IS NULL OR claimed_at < ?)
                    """)) {
                dialect.bind(update, 1, now);
                update.setLong(2, id);
                update.setInt(3, attempts);
                dialect.bind(update, 4, stale);
                return update.executeUpdate() == 1;
            }
        });
    }

    /**
     * Gives a delivery back that was taken for a try of which nothing is known: it is as it was before.
     *
     * @param attempts as they were read
     * @param taken when
     */
    void release(long id, int attempts, Instant taken) {
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE webhook_delivery SET claimed_at = NULL WHERE id = ? AND attempts = ? AND claimed_at = ?")) {
                update.setLong(1, id);
                update.setInt(2, attempts);
                dialect.bind(update, 3, taken);
                return update.executeUpdate();
            }
        });
    }

    /** It arrived. Nothing is noted of one that has ended meanwhile. */
    void delivered(long id, int status, Instant now) {
        ended(id, Optional.of(status), "", now, Optional.empty(), Optional.of(now));
    }

    /** It did not arrive; tried again then, or given up. One that has ended meanwhile, as without its webhook, stays so. */
    void failed(long id, Optional<Integer> status, String error, Instant now, Optional<Instant> next) {
        ended(id, status, error, now, next, Optional.empty());
    }

    private void ended(
            long id,
            Optional<Integer> status,
            String error,
            Instant now,
            Optional<Instant> next,
            Optional<Instant> delivered) {
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE webhook_delivery SET attempts = attempts + 1, claimed_at = NULL, last_at = ?, status = ?,
                      error = ?, next_at = ?, delivered_at = ? WHERE id = ? AND next_at IS NOT NULL
                    """)) {
                dialect.bind(update, 1, now);
                if (status.isPresent()) {
                    update.setInt(2, status.get());
                } else {
                    update.setNull(2, Types.INTEGER);
                }
                update.setString(3, error);
                dialect.bind(update, 4, next);
                dialect.bind(update, 5, delivered);
                update.setLong(6, id);
                return update.executeUpdate();
            }
        });
    }

    /** Gives up what is on its way, with the caller's transaction: there is nowhere for it to go. */
    void giveUpAll(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE webhook_delivery SET next_at = NULL WHERE next_at IS NOT NULL")) {
            update.executeUpdate();
        }
    }

    /** Forgets those that ended long ago. */
    void forget(Instant before) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(
                    "DELETE FROM webhook_delivery WHERE next_at IS NULL AND created_at < ?")) {
                dialect.bind(delete, 1, before);
                return delete.executeUpdate();
            }
        });
    }

    private List<WebhookDelivery> read(PreparedStatement query) throws SQLException {
        List<WebhookDelivery> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                int status = rows.getInt("status");
                Optional<Integer> answered = rows.wasNull() ? Optional.empty() : Optional.of(status);
                found.add(new WebhookDelivery(
                        rows.getLong("id"),
                        rows.getString("event_id"),
                        EventKind.valueOf(rows.getString("kind")),
                        rows.getString("body"),
                        dialect.instant(rows, "created_at").orElseThrow(),
                        rows.getInt("attempts"),
                        dialect.instant(rows, "next_at"),
                        dialect.instant(rows, "last_at"),
                        answered,
                        Optional.ofNullable(rows.getString("error")).orElse(""),
                        dialect.instant(rows, "delivered_at")));
            }
        }
        return List.copyOf(found);
    }
}
