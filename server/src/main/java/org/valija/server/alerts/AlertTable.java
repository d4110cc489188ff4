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
import java.util.OptionalLong;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code alert}. Of several nodes that see the same, one opens its alert. */
@Repository
class AlertTable {

    private static final String SELECT = """
            SELECT id, event_id, kind, open_key, emails_id, provider_id, email, user_code, cause, detail, days, created_at,
              ended_at, mailed_at FROM alert
            """;

    private final Database database;
    private final Dialect dialect;

    AlertTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Opens an alert with the caller's transaction; empty when one is open under the same key. */
    OptionalLong open(Connection connection, String eventId, Condition about, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO alert (event_id, kind, open_key, emails_id, provider_id, email, user_code, cause, detail, days,
                  created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (open_key) DO NOTHING RETURNING id
                """)) {
            insert.setString(1, eventId);
            insert.setString(2, about.kind().name());
            insert.setString(3, about.key());
            if (about.grantId().isPresent()) {
                insert.setLong(4, about.grantId().get());
            } else {
                insert.setNull(4, Types.BIGINT);
            }
            bind(insert, 5, about.providerId());
            insert.setString(6, about.email());
            insert.setString(7, about.userCode());
            insert.setString(8, about.cause());
            insert.setString(9, about.detail());
            bind(insert, 10, about.days());
            dialect.bind(insert, 11, now);
            try (ResultSet rows = insert.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** What an alert says is over; false when that was noted before. One that was opened since under the same key lasts. */
    boolean end(long id, Instant now) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE alert SET open_key = NULL, ended_at = ? WHERE id = ? AND open_key IS NOT NULL")) {
                dialect.bind(update, 1, now);
                update.setLong(2, id);
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Notes with the caller's transaction that its mails are handed over; false when somebody else did so. */
    boolean mailed(Connection connection, long id, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE alert SET mailed_at = ? WHERE id = ? AND mailed_at IS NULL AND open_key IS NOT NULL")) {
            dialect.bind(update, 1, now);
            update.setLong(2, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Those that last, the oldest first. */
    List<Alert> lasting() {
        return list(" WHERE open_key IS NOT NULL ORDER BY id");
    }

    /** The latest, whether or not they last. */
    List<Alert> latest(int most) {
        return list(" ORDER BY id DESC LIMIT " + most);
    }

    private List<Alert> list(String condition) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(SELECT + condition);
                    ResultSet rows = query.executeQuery()) {
                List<Alert> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(alert(rows));
                }
                return List.copyOf(found);
            }
        });
    }

    private Alert alert(ResultSet rows) throws SQLException {
        long grant = rows.getLong("emails_id");
        Optional<Long> grantId = rows.wasNull() ? Optional.empty() : Optional.of(grant);
        Condition about = new Condition(
                Optional.ofNullable(rows.getString("open_key")).orElse(""),
                EventKind.valueOf(rows.getString("kind")),
                grantId,
                number(rows, "provider_id"),
                rows.getString("email"),
                rows.getString("user_code"),
                rows.getString("cause"),
                rows.getString("detail"),
                number(rows, "days"));
        return new Alert(
                rows.getLong("id"),
                rows.getString("event_id"),
                about,
                dialect.instant(rows, "created_at").orElseThrow(),
                dialect.instant(rows, "ended_at"),
                dialect.instant(rows, "mailed_at"));
    }

    private static Optional<Integer> number(ResultSet rows, String column) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static void bind(PreparedStatement statement, int index, Optional<Integer> value) throws SQLException {
        if (value.isPresent()) {
            statement.setInt(index, value.get());
        } else {
            statement.setNull(index, Types.INTEGER);
        }
    }
}
