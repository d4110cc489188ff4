package org.valija.server.documents;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code document} but that of its lists. */
@Repository
class DocumentTable {

    private static final String COLUMNS =
            "id, company_id, kind, period, date, number, beneficiary_id, beneficiary_rfc, beneficiary_name, concept,"
                    + " amount, currency, bank_account, uuid, stamped, seal, findings, source, created_by, created_at,"
                    + " updated_at, last_sent_at, sent_count";

    private static final int MONTHS = 100;
    private static final int AT_ONCE = 500;

    private final Database database;
    private final Dialect dialect;
    private final DocumentFileTable files;

    DocumentTable(Database database, DocumentFileTable files) {
        this.database = database;
        this.dialect = database.dialect();
        this.files = files;
    }

    /** Adds a document; empty when its company has it already. */
    Optional<Long> insert(Connection connection, NewDocument document, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO document (company_id, kind, period, date, number, beneficiary_id, beneficiary_rfc,
                  beneficiary_name, concept, amount, currency, bank_account, uuid, stamped, seal, findings, words,
                  identity, fingerprint, source, created_by, created_at, updated_at, sent_count)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                ON CONFLICT DO NOTHING RETURNING id
                """)) {
            int next = bind(insert, document);
            insert.setString(next++, document.identity().orElse(null));
            insert.setString(next++, document.fingerprint().orElse(null));
            insert.setString(next++, document.source().name());
            insert.setString(next++, document.createdBy());
            dialect.bind(insert, next++, now);
            dialect.bind(insert, next, now);
            try (ResultSet rows = insert.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        }
    }

    /** Writes its data anew, where it came from apart, and its identity where it has a new one; gives whether there is such a document. */
    boolean update(Connection connection, long id, NewDocument document, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE document SET company_id = ?, kind = ?, period = ?, date = ?, number = ?, beneficiary_id = ?,
                  beneficiary_rfc = ?, beneficiary_name = ?, concept = ?, amount = ?, currency = ?, bank_account = ?,
                  uuid = ?, stamped = ?, seal = ?, findings = ?, words = ?,
                  identity = COALESCE(?, identity), updated_at = ?
                WHERE id = ?
                """)) {
            int next = bind(update, document);
            update.setString(next++, document.identity().orElse(null));
            dialect.bind(update, next++, now);
            update.setLong(next, id);
            return update.executeUpdate() == 1;
        }
    }

    private int bind(PreparedStatement statement, NewDocument document) throws SQLException {
        statement.setLong(1, document.companyId());
        statement.setString(2, document.kind().name());
        statement.setInt(3, Document.period(document.year(), document.month()));
        statement.setObject(4, value(document.date()));
        statement.setString(5, document.number());
        statement.setObject(6, document.beneficiaryId().orElse(null), java.sql.Types.BIGINT);
        statement.setString(7, document.beneficiaryRfc());
        statement.setString(8, document.beneficiaryName());
        statement.setString(9, document.concept());
        statement.setBigDecimal(10, document.amount().orElse(null));
        statement.setString(11, document.currency());
        statement.setString(12, document.bankAccount());
        statement.setString(13, document.uuid().map(UUID::toString).orElse(null));
        statement.setBoolean(14, document.stamped());
        statement.setString(15, document.seal().name());
        statement.setInt(16, document.findings());
        statement.setString(17, document.words());
        return 18;
    }

    /** A date as this database's column takes it. */
    private Object value(LocalDate date) {
        return dialect == Dialect.SQLITE ? date.toString() : date;
    }

    Optional<Document> find(long id) {
        return database.run(connection -> find(connection, List.of(id)).stream().findFirst());
    }

    /** Those that are there, the latest first. */
    List<Document> find(Connection connection, Collection<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<Long, List<DocumentFile>> filesOf = files.of(connection, ids);
        try (PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS + " FROM document WHERE id IN ("
                + "?, ".repeat(ids.size() - 1) + "?) ORDER BY period DESC, date DESC, id DESC")) {
            int next = 1;
            for (long id : ids) {
                query.setLong(next++, id);
            }
            List<Document> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows, filesOf.getOrDefault(rows.getLong("id"), List.of())));
                }
            }
            return found;
        }
    }

    /** The one of a company that has this identity. */
    Optional<Long> identified(Connection connection, long companyId, String identity) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id FROM document WHERE company_id = ? AND identity = ?")) {
            query.setLong(1, companyId);
            query.setString(2, identity);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        }
    }

    /** What was handed in when it was added; empty where nothing is kept of that. */
    Optional<String> fingerprint(long id) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT fingerprint FROM document WHERE id = ?")) {
                query.setLong(1, id);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
                }
            }
        });
    }

    /** Those with that folio fiscal, of whatever company. */
    List<Long> ofUuid(Connection connection, UUID uuid) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id FROM document WHERE uuid = ?")) {
            query.setString(1, uuid.toString());
            List<Long> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
            return found;
        }
    }

    /** A document that names somebody whom the catalogue does not know, or no longer. */
    record Orphan(long documentId, String rfc, String name) {}

    /** Those of a company that name one of these RFC. */
    List<Orphan> orphans(Connection connection, long companyId, List<String> rfcs) throws SQLException {
        List<Orphan> found = new ArrayList<>();
        for (int from = 0; from < rfcs.size(); from += AT_ONCE) {
            List<String> part = rfcs.subList(from, Math.min(rfcs.size(), from + AT_ONCE));
            try (PreparedStatement query =
                    connection.prepareStatement("""
                    SELECT d.id, d.beneficiary_rfc, d.beneficiary_name FROM document d
                    WHERE d.company_id = ? AND d.beneficiary_rfc IN (%s)
                      AND NOT EXISTS (SELECT 1 FROM beneficiary b WHERE b.id = d.beneficiary_id)
                    """.formatted("?, ".repeat(part.size() - 1) + "?"))) {
                int next = 1;
                query.setLong(next++, companyId);
                for (String rfc : part) {
                    query.setString(next++, rfc);
                }
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Orphan(rows.getLong(1), rows.getString(2), rows.getString(3)));
                    }
                }
            }
        }
        return found;
    }

    /** Writes whom documents are of. */
    void link(Connection connection, Map<Long, Long> beneficiaryOfDocument) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE document SET beneficiary_id = ? WHERE id = ?")) {
            int waiting = 0;
            for (Map.Entry<Long, Long> link : beneficiaryOfDocument.entrySet()) {
                update.setLong(1, link.getValue());
                update.setLong(2, link.getKey());
                update.addBatch();
                if (++waiting % AT_ONCE == 0) {
                    update.executeBatch();
                }
            }
            update.executeBatch();
        }
    }

    /** Notes that it was handed to the outbox once more. */
    void sentOnce(Connection connection, long id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE document SET last_sent_at = ?, sent_count = sent_count + 1 WHERE id = ?")) {
            dialect.bind(update, 1, at);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    /** Holds it until this transaction ends: nobody else sends it, or counts how often it was sent. */
    void hold(Connection connection, long id) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("UPDATE document SET sent_count = sent_count WHERE id = ?")) {
            lock.setLong(1, id);
            lock.executeUpdate();
        }
    }

    /**
     * Writes how often it was sent, as the caller has counted who holds it.
     *
     * @param last the last time that counts
     */
    void sent(Connection connection, long id, int count, Optional<Instant> last) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE document SET last_sent_at = ?, sent_count = ? WHERE id = ?")) {
            dialect.bind(update, 1, last);
            update.setInt(2, count);
            update.setLong(3, id);
            update.executeUpdate();
        }
    }

    /** Whether it is there and was never sent. The row is written, so that nobody sends it before this transaction ends. */
    boolean isUnsent(Connection connection, long id) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "UPDATE document SET sent_count = sent_count WHERE id = ? AND sent_count = 0")) {
            lock.setLong(1, id);
            return lock.executeUpdate() == 1;
        }
    }

    /** Deletes one that was never sent; gives whether it was there and so. */
    boolean delete(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM document WHERE id = ? AND sent_count = 0")) {
            delete.setLong(1, id);
            return delete.executeUpdate() == 1;
        }
    }

    private Document read(ResultSet rows, List<DocumentFile> itsFiles) throws SQLException {
        int period = rows.getInt("period");
        long beneficiary = rows.getLong("beneficiary_id");
        Optional<Long> beneficiaryId = rows.wasNull() ? Optional.empty() : Optional.of(beneficiary);
        return new Document(
                rows.getLong("id"),
                rows.getLong("company_id"),
                Kind.valueOf(rows.getString("kind")),
                rows.getString("number"),
                date(rows),
                period / MONTHS,
                period % MONTHS,
                beneficiaryId,
                rows.getString("beneficiary_rfc"),
                rows.getString("beneficiary_name"),
                rows.getString("concept"),
                Optional.ofNullable(rows.getString("amount")).map(BigDecimal::new),
                rows.getString("currency"),
                rows.getString("bank_account"),
                Optional.ofNullable(rows.getString("uuid")).map(UUID::fromString),
                rows.getBoolean("stamped"),
                Seal.valueOf(rows.getString("seal")),
                rows.getInt("findings"),
                Source.valueOf(rows.getString("source")),
                rows.getString("created_by"),
                dialect.instant(rows, "created_at").orElseThrow(),
                dialect.instant(rows, "updated_at").orElseThrow(),
                dialect.instant(rows, "last_sent_at"),
                rows.getInt("sent_count"),
                itsFiles);
    }

    private LocalDate date(ResultSet rows) throws SQLException {
        return dialect == Dialect.SQLITE
                ? LocalDate.parse(rows.getString("date"))
                : rows.getObject("date", LocalDate.class);
    }
}
