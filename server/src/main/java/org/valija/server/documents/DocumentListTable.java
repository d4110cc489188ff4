package org.valija.server.documents;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Repository;
import org.valija.server.documents.Documents.Subject;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/**
 * The SQL of lists of {@code document}, which look into the catalogue's tables for addresses. Each kind is read in the order of the index {@code document_list} and the kinds are
 * merged here: no list is sorted whole, whatever its length.
 */
@Repository
class DocumentListTable {

    private final Database database;
    private final Dialect dialect;

    DocumentListTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Places of the first that fit, the latest first. */
    List<DocumentKey> keys(DocumentFilter filter, Optional<DocumentKey> after, int limit) {
        return database.run(connection -> {
            List<DocumentKey> found = new ArrayList<>();
            for (Kind kind : filter.kinds()) {
                found.addAll(keys(connection, filter, kind, after, limit));
            }
            return found.stream().sorted().limit(limit).toList();
        });
    }

    /** How many fit. */
    long count(DocumentFilter filter) {
        return database.run(connection -> {
            long all = 0;
            for (Kind kind : filter.kinds()) {
                Clauses clauses = clauses(filter, kind, Optional.empty());
                try (PreparedStatement query =
                        connection.prepareStatement("SELECT COUNT(*) FROM document WHERE " + clauses.sql)) {
                    bind(query, clauses);
                    try (ResultSet rows = query.executeQuery()) {
                        rows.next();
                        all += rows.getLong(1);
                    }
                }
            }
            return all;
        });
    }

    /** What these are, each once. */
    Set<Subject> subjects(List<Long> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT DISTINCT company_id, kind FROM document"
                    + " WHERE id IN (" + "?, ".repeat(ids.size() - 1) + "?)")) {
                int next = 1;
                for (long id : ids) {
                    query.setLong(next++, id);
                }
                Set<Subject> found = new HashSet<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Subject(rows.getLong(1), Kind.valueOf(rows.getString(2))));
                    }
                }
                return found;
            }
        });
    }

    /** Those of these for whose beneficiary the catalogue has no address. */
    Set<Long> lackingAddress(List<Long> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT d.id FROM document d WHERE d.id IN ("
                    + "?, ".repeat(ids.size() - 1)
                    + "?) AND NOT EXISTS (SELECT 1 FROM beneficiary_contact c WHERE c.beneficiary_id = d.beneficiary_id"
                    + " AND c.is_copy = " + no() + ")")) {
                int next = 1;
                for (long id : ids) {
                    query.setLong(next++, id);
                }
                Set<Long> found = new HashSet<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getLong(1));
                    }
                }
                return found;
            }
        });
    }

    /**
     * Those who have an address in the catalogue are found once, not for each document; who was deleted from it has none.
     */
    private String lackingAddress() {
        return """
                (beneficiary_id IS NULL OR beneficiary_id NOT IN (SELECT c.beneficiary_id FROM beneficiary_contact c
                  JOIN beneficiary b ON b.id = c.beneficiary_id WHERE b.company_id = ? AND c.is_copy = %s))""".formatted(no());
    }

    private String no() {
        return dialect == Dialect.SQLITE ? "0" : "FALSE";
    }

    private List<DocumentKey> keys(
            Connection connection, DocumentFilter filter, Kind kind, Optional<DocumentKey> after, int limit)
            throws SQLException {
        Clauses clauses = clauses(filter, kind, after);
        try (PreparedStatement query = connection.prepareStatement("SELECT period, date, id FROM document WHERE "
                + clauses.sql + " ORDER BY period DESC, date DESC, id DESC LIMIT ?")) {
            query.setInt(bind(query, clauses), limit);
            List<DocumentKey> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new DocumentKey(rows.getInt(1), date(rows), rows.getLong(3)));
                }
            }
            return found;
        }
    }

    private LocalDate date(ResultSet rows) throws SQLException {
        return dialect == Dialect.SQLITE ? LocalDate.parse(rows.getString(2)) : rows.getObject(2, LocalDate.class);
    }

    private Clauses clauses(DocumentFilter filter, Kind kind, Optional<DocumentKey> after) {
        Clauses clauses = new Clauses();
        clauses.and("company_id = ?", filter.companyId()).and("kind = ?", kind.name());
        filter.year()
                .ifPresent(year -> clauses.and(
                        "period BETWEEN ? AND ?",
                        Document.period(year, filter.monthFrom()),
                        Document.period(year, filter.monthTo())));
        filter.beneficiaryId().ifPresent(id -> clauses.and("beneficiary_id = ?", id));
        filter.sent().ifPresent(sent -> clauses.and(sent ? "sent_count > 0" : "sent_count = 0"));
        filter.stamped().ifPresent(stamped -> clauses.and("stamped = ?", stamped));
        if (filter.lackingAddress()) {
            clauses.and(lackingAddress(), filter.companyId());
        }
        for (String word : filter.text().split(" ", -1)) {
            if (!word.isEmpty()) {
                clauses.and(dialect == Dialect.SQLITE ? "instr(words, ?) > 0" : "strpos(words, ?) > 0", word);
            }
        }
        after.ifPresent(key -> clauses.and(
                "(period, date, id) < (?, ?, ?)",
                key.period(),
                dialect == Dialect.SQLITE ? key.date().toString() : key.date(),
                key.id()));
        return clauses;
    }

    /** Gives the next place to bind. */
    private static int bind(PreparedStatement statement, Clauses clauses) throws SQLException {
        int next = 1;
        for (Object value : clauses.values) {
            statement.setObject(next++, value);
        }
        return next;
    }

    /** Conditions and their values. */
    private static final class Clauses {

        private String sql = "";
        private final List<Object> values = new ArrayList<>();

        Clauses and(String condition, Object... itsValues) {
            sql += (sql.isEmpty() ? "" : " AND ") + condition;
            values.addAll(List.of(itsValues));
            return this;
        }
    }
}
