package org.valija.server.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Repository;
import org.valija.outbox.MessageState;
import org.valija.server.delivery.Delivery.End;
import org.valija.server.delivery.NewDelivery.Turn;
import org.valija.server.documents.Kind;
import org.valija.server.text.Folded;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/**
 * All SQL of {@code document_delivery} and {@code document_delivery_address}. Where the outbox still knows a mail, it is asked
 * where that stands; what has ended there is copied, so that the record outlives it.
 */
@Repository
class DocumentDeliveryTable {

    /** A held account's mails are held, although nothing was written into their rows. */
    private static final String STATE = "CASE WHEN m.state IN ('QUEUED', 'DEFERRED') AND h.hold_reason IS NOT NULL"
            + " THEN 'HELD' ELSE COALESCE(m.state, a.state, d.state) END";

    private static final String END = STATE + " AS now_state,"
            + " CASE WHEN m.id IS NULL THEN COALESCE(a.ended_at, d.ended_at) END AS now_ended_at,"
            + " COALESCE(m.refused, a.refused, d.refused, '') AS now_refused,"
            + " COALESCE(h.hold_cause, m.cause, a.cause, d.cause) AS now_cause,"
            + " COALESCE(h.hold_detail, m.detail, a.detail, d.reply, '') AS now_reply";

    private static final String JOINED = " FROM document_delivery d"
            + " LEFT JOIN outbox_message m ON m.id = d.outbox_id"
            + " LEFT JOIN outbox_archive a ON a.id = d.outbox_id"
            + " LEFT JOIN outbox_account h ON h.emails_id = m.emails_id AND h.hold_reason IS NOT NULL";

    private final Database database;
    private final Dialect dialect;

    DocumentDeliveryTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /**
     * Writes a line and its addresses, in the transaction that accepts the mail.
     *
     * @return its id; empty when an address has got the document for that time meanwhile, and the transaction is to be rolled
     *     back
     */
    Optional<Long> insert(Connection connection, NewDelivery delivery) throws SQLException {
        long id = insertLine(connection, delivery);
        for (Turn turn : delivery.addresses()) {
            if (!insertAddress(connection, delivery.document().documentId(), turn, id)) {
                return Optional.empty();
            }
        }
        return Optional.of(id);
    }

    private long insertLine(Connection connection, NewDelivery delivery) throws SQLException {
        Delivery.Sent document = delivery.document();
        Delivery.Mail mail = delivery.mail();
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO document_delivery (document_id, company_id, kind, number, beneficiary_rfc, beneficiary_name,
                  uuid, user_code, grant_id, mailbox, to_list, cc_list, bcc_list, subject, files, message_id, sha256,
                  batch, draft_id, accepted_at, state, words)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
                """)) {
            insert.setLong(1, document.documentId());
            insert.setLong(2, document.companyId());
            insert.setString(3, document.kind().name());
            insert.setString(4, document.number());
            insert.setString(5, document.beneficiaryRfc());
            insert.setString(6, document.beneficiaryName());
            insert.setString(7, document.uuid().isEmpty() ? null : document.uuid());
            insert.setString(8, delivery.userCode());
            insert.setObject(
                    9, delivery.grantId().isPresent() ? delivery.grantId().getAsLong() : null);
            insert.setString(10, delivery.mailbox());
            insert.setString(11, mail.to());
            insert.setString(12, mail.cc());
            insert.setString(13, mail.bcc());
            insert.setString(14, mail.subject());
            insert.setString(15, mail.files());
            insert.setString(16, mail.messageId());
            insert.setString(17, mail.sha256());
            insert.setString(18, delivery.batch().orElse(null));
            insert.setString(19, delivery.draftId().orElse(null));
            dialect.bind(insert, 20, delivery.acceptedAt());
            insert.setString(
                    21, delivery.grantId().isPresent() ? MessageState.QUEUED.name() : MessageState.SENDING.name());
            insert.setString(22, delivery.words());
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static boolean insertAddress(Connection connection, long documentId, Turn turn, long deliveryId)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO document_delivery_address (document_id, address, n, delivery_id) VALUES (?, ?, ?, ?)
                ON CONFLICT (document_id, address, n) DO NOTHING
                """)) {
            insert.setLong(1, documentId);
            insert.setString(2, turn.address());
            insert.setInt(3, turn.n());
            insert.setLong(4, deliveryId);
            return insert.executeUpdate() == 1;
        }
    }

    /** Names the mail of a line. */
    void handedIn(Connection connection, long id, long outboxId) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE document_delivery SET outbox_id = ? WHERE id = ?")) {
            update.setLong(1, outboxId);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    /** Every time that a document was sent to an address. */
    List<Received> received(Connection connection, long documentId) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT t.address, t.n, d.id, d.accepted_at, d.user_code, "
                        + END + JOINED + " JOIN document_delivery_address t ON t.delivery_id = d.id"
                        + " WHERE t.document_id = ? ORDER BY d.id, t.address")) {
            query.setLong(1, documentId);
            List<Received> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Received(
                            rows.getString(1),
                            rows.getInt(2),
                            rows.getLong(3),
                            dialect.instant(rows, 4).orElseThrow(),
                            rows.getString(5),
                            end(rows).reaches(rows.getString(1))));
                }
            }
            return found;
        }
    }

    /**
     * Ends the line of a draft's mail that was sent with a password.
     *
     * @return the document that it was of
     */
    Optional<Long> ended(Connection connection, String draftId, End end) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE document_delivery SET state = ?, ended_at = ?, refused = ?, cause = ?, reply = ?
                WHERE draft_id = ? AND outbox_id IS NULL AND ended_at IS NULL RETURNING document_id
                """)) {
            bind(update, end);
            update.setString(6, draftId);
            return longs(update).stream().findFirst();
        }
    }

    private void bind(PreparedStatement update, End end) throws SQLException {
        update.setString(1, end.state().name());
        dialect.bind(update, 2, end.at());
        update.setString(3, end.refused());
        update.setString(4, end.cause().orElse(null));
        update.setString(5, end.reply());
    }

    /**
     * Lines whose mail has ended otherwise than they say: it has ended, or was put back into the outbox and has ended anew.
     *
     * @param after looks at lines with a greater id
     */
    List<Long> outdated(long after, int most) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                    SELECT d.id FROM document_delivery d JOIN outbox_archive a ON a.id = d.outbox_id
                    WHERE d.state <> 'SENT' AND d.id > ?
                      AND (d.state <> a.state OR d.ended_at IS NULL OR d.ended_at <> a.ended_at)
                    ORDER BY d.id LIMIT ?
                    """)) {
                query.setLong(1, after);
                query.setInt(2, most);
                return longs(query);
            }
        });
    }

    /** Copies how the mails of these lines have ended; gives their documents. */
    Set<Long> copyEnds(Connection connection, Collection<Long> ids) throws SQLException {
        try (PreparedStatement copy = connection.prepareStatement("""
                UPDATE document_delivery SET state = a.state, ended_at = a.ended_at, refused = a.refused, cause = a.cause,
                  reply = a.detail FROM outbox_archive a WHERE a.id = document_delivery.outbox_id
                  AND document_delivery.id = ? RETURNING document_id
                """)) {
            Set<Long> documents = new TreeSet<>();
            for (long id : ids) {
                copy.setLong(1, id);
                documents.addAll(longs(copy));
            }
            return documents;
        }
    }

    /**
     * A line's mail.
     *
     * @param id of the line
     */
    record Line(long id, long documentId) {}

    /** The lines of these mails, in their order. */
    List<Line> ofMails(Connection connection, Collection<Long> mails) throws SQLException {
        if (mails.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement query = connection.prepareStatement("SELECT id, document_id FROM document_delivery"
                + " WHERE outbox_id IN (" + Conditions.places(mails) + ") ORDER BY id")) {
            bind(query, mails);
            List<Line> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Line(rows.getLong(1), rows.getLong(2)));
                }
            }
            return found;
        }
    }

    /** Those of these mails whose document was sent to one of their addresses once more since. */
    Set<Long> superseded(Connection connection, Collection<Long> mails) throws SQLException {
        if (mails.isEmpty()) {
            return Set.of();
        }
        try (PreparedStatement query = connection.prepareStatement("SELECT d.outbox_id FROM document_delivery d"
                + " JOIN document_delivery_address t ON t.delivery_id = d.id"
                + " WHERE d.outbox_id IN (" + Conditions.places(mails) + ")"
                + " AND EXISTS (SELECT 1 FROM document_delivery_address later WHERE later.document_id = t.document_id"
                + " AND later.address = t.address AND later.n > t.n)")) {
            bind(query, mails);
            return new HashSet<>(longs(query));
        }
    }

    /**
     * How often a document was sent.
     *
     * @param last the last time that counts
     */
    record Sendings(int count, Optional<Instant> last) {}

    /** How often a document was sent: what failed or was taken back does not count. */
    Sendings sendings(Connection connection, long documentId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT COUNT(*), MAX(d.accepted_at)" + JOINED
                + " WHERE d.document_id = ? AND (" + STATE + ") NOT IN ('FAILED', 'CANCELLED')")) {
            query.setLong(1, documentId);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return new Sendings(rows.getInt(1), dialect.instant(rows, 2));
            }
        }
    }

    /** How the sendings of these documents stand, in their order. */
    List<Standing> standings(Collection<Long> documents) {
        if (documents.isEmpty()) {
            return List.of();
        }
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT d.document_id, d.accepted_at, " + STATE
                    + JOINED + " WHERE d.document_id IN (" + Conditions.places(documents) + ") ORDER BY d.id")) {
                bind(query, documents);
                List<Standing> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Standing(
                                rows.getLong(1),
                                MessageState.valueOf(rows.getString(3)),
                                dialect.instant(rows, 2).orElseThrow()));
                    }
                }
                return found;
            }
        });
    }

    private static void bind(PreparedStatement statement, Collection<Long> ids) throws SQLException {
        int place = 1;
        for (long id : ids) {
            statement.setLong(place++, id);
        }
    }

    private static List<Long> longs(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<Long> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
            return found;
        }
    }

    /**
     * The latest lines that fit.
     *
     * @param olderThan only those with a smaller id
     */
    List<Delivery> search(RecordFilter filter, Optional<Long> olderThan, int most) {
        return database.run(connection -> {
            Conditions conditions = new Conditions(dialect);
            conditions.of(filter);
            olderThan.ifPresent(id -> conditions.add("d.id < ?", id));
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT d.*, " + END + JOINED + conditions.where() + " ORDER BY d.id DESC LIMIT ?")) {
                int place = 1;
                for (Object value : conditions.values) {
                    query.setObject(place++, value);
                }
                query.setInt(place, most);
                List<Delivery> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(delivery(rows));
                    }
                }
                return found;
            }
        });
    }

    private Delivery delivery(ResultSet rows) throws SQLException {
        long outboxId = rows.getLong("outbox_id");
        Optional<Long> mail = rows.wasNull() ? Optional.empty() : Optional.of(outboxId);
        return new Delivery(
                rows.getLong("id"),
                new Delivery.Sent(
                        rows.getLong("document_id"),
                        rows.getLong("company_id"),
                        Kind.valueOf(rows.getString("kind")),
                        rows.getString("number"),
                        rows.getString("beneficiary_rfc"),
                        rows.getString("beneficiary_name"),
                        Optional.ofNullable(rows.getString("uuid")).orElse("")),
                rows.getString("user_code"),
                rows.getString("mailbox"),
                new Delivery.Mail(
                        rows.getString("to_list"),
                        rows.getString("cc_list"),
                        rows.getString("bcc_list"),
                        rows.getString("subject"),
                        rows.getString("files"),
                        rows.getString("message_id"),
                        rows.getString("sha256")),
                Optional.ofNullable(rows.getString("batch")),
                mail,
                dialect.instant(rows, "accepted_at").orElseThrow(),
                end(rows));
    }

    private End end(ResultSet rows) throws SQLException {
        return new End(
                MessageState.valueOf(rows.getString("now_state")),
                dialect.instant(rows, "now_ended_at"),
                rows.getString("now_refused"),
                Optional.ofNullable(rows.getString("now_cause")),
                rows.getString("now_reply"));
    }

    /** The conditions of a search and what is bound to them. Not thread-safe. */
    private static final class Conditions {

        private final Dialect dialect;
        private final List<String> texts = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        Conditions(Dialect dialect) {
            this.dialect = dialect;
        }

        void of(RecordFilter filter) {
            if (!filter.companies().isEmpty()) {
                add("d.company_id IN (" + places(filter.companies()) + ")", filter.companies());
            }
            filter.document().ifPresent(id -> add("d.document_id = ?", id));
            filter.batch().ifPresent(name -> add("d.batch = ?", name));
            filter.from().ifPresent(from -> add("d.accepted_at >= ?", dialect.value(from)));
            filter.until().ifPresent(until -> add("d.accepted_at < ?", dialect.value(until)));
            if (!filter.states().isEmpty()) {
                add(
                        "(" + STATE + ") IN (" + places(filter.states()) + ")",
                        filter.states().stream().map(Enum::name).toList());
            }
            Folded.words(filter.words().orElse(""))
                    .forEach(word -> add("d.words LIKE ? ESCAPE '!'", "%" + word.replaceAll("[%_!]", "!$0") + "%"));
        }

        void add(String text, Object value) {
            texts.add(text);
            values.add(value);
        }

        void add(String text, Collection<?> several) {
            texts.add(text);
            values.addAll(several);
        }

        String where() {
            return texts.isEmpty() ? "" : " WHERE " + String.join(" AND ", texts);
        }

        private static String places(Collection<?> several) {
            return String.join(", ", Collections.nCopies(several.size(), "?"));
        }
    }
}
