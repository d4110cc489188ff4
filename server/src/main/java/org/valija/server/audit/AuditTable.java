package org.valija.server.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Repository;
import org.valija.server.text.Folded;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code audit_log}, which the database itself lets nobody alter. */
@Repository
class AuditTable {

    private final Database database;
    private final Dialect dialect;

    AuditTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Writes one entry, in the caller's transaction. */
    void insert(Connection connection, AuditEvent event, AuditActor actor, String address, Instant now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO audit_log (at, action, subject, details, actor_kind, actor, address, words)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            dialect.bind(insert, 1, now);
            insert.setString(2, event.action().name());
            insert.setString(3, event.subject());
            insert.setString(4, lines(event.details()));
            insert.setString(5, actor.kind().name());
            insert.setString(6, actor.name());
            insert.setString(7, address);
            insert.setString(
                    8,
                    Folded.of(event.subject() + " " + actor.name() + " " + address + " "
                            + String.join(" ", event.details().values())));
            insert.executeUpdate();
        }
    }

    /** A value is one line: {@link AuditText} makes it so. */
    private static String lines(Map<AuditDetail, String> details) {
        return details.entrySet().stream()
                .map(detail -> detail.getKey().name() + "=" + detail.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** The latest entries that fit, older than that place. */
    List<AuditEntry> search(AuditFilter filter, Optional<AuditPlace> olderThan, int most) {
        return database.run(connection -> {
            Conditions conditions = new Conditions(dialect);
            conditions.of(filter);
            olderThan.ifPresent(conditions::olderThan);
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT * FROM audit_log" + conditions.where() + " ORDER BY at DESC, id DESC LIMIT ?")) {
                int place = 1;
                for (Object value : conditions.values) {
                    query.setObject(place++, value);
                }
                query.setInt(place, most);
                List<AuditEntry> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(entry(rows));
                    }
                }
                return found;
            }
        });
    }

    private AuditEntry entry(ResultSet rows) throws SQLException {
        return new AuditEntry(
                rows.getLong("id"),
                dialect.instant(rows, "at").orElseThrow(),
                rows.getString("action"),
                rows.getString("subject"),
                details(rows.getString("details")),
                new AuditActor(AuditActor.Kind.valueOf(rows.getString("actor_kind")), rows.getString("actor")),
                rows.getString("address"));
    }

    private static Map<String, String> details(String lines) {
        Map<String, String> details = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            int end = line.indexOf('=');
            details.put(line.substring(0, end), line.substring(end + 1));
        });
        return details;
    }

    /** Names of those who have done something, each found by one step in the index. */
    List<String> actors(int most) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                    WITH RECURSIVE names (name, n) AS (
                      SELECT (SELECT MIN(actor) FROM audit_log WHERE actor > ''), 1
                      UNION ALL
                      SELECT (SELECT MIN(actor) FROM audit_log WHERE actor > names.name), n + 1 FROM names
                      WHERE names.name IS NOT NULL AND n < ?)
                    SELECT name FROM names WHERE name IS NOT NULL ORDER BY name
                    """)) {
                query.setInt(1, most);
                List<String> names = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        names.add(rows.getString(1));
                    }
                }
                return names;
            }
        });
    }

    /** The conditions of a search and what is bound to them. Not thread-safe. */
    private static final class Conditions {

        private final Dialect dialect;
        private final List<String> texts = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        Conditions(Dialect dialect) {
            this.dialect = dialect;
        }

        void of(AuditFilter filter) {
            if (!filter.actions().isEmpty()) {
                add(
                        "action IN ("
                                + String.join(
                                        ", ",
                                        Collections.nCopies(filter.actions().size(), "?")) + ")",
                        filter.actions().stream().map(Enum::name).toArray());
            }
            filter.actor().ifPresent(actor -> add("actor = ?", actor));
            filter.subject().ifPresent(subject -> add("subject = ?", subject));
            filter.from().ifPresent(from -> add("at >= ?", dialect.value(from)));
            filter.until().ifPresent(until -> add("at < ?", dialect.value(until)));
            Folded.words(filter.words())
                    .forEach(word -> add("words LIKE ? ESCAPE '!'", "%" + word.replaceAll("[%_!]", "!$0") + "%"));
        }

        void olderThan(AuditPlace place) {
            add("(at, id) < (?, ?)", dialect.value(place.at()), place.id());
        }

        private void add(String text, Object... bound) {
            texts.add(text);
            values.addAll(List.of(bound));
        }

        String where() {
            return texts.isEmpty() ? "" : " WHERE " + String.join(" AND ", texts);
        }
    }
}
