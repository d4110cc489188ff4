package org.valija.server.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.outbox.MessageState;
import org.valija.server.delivery.Delivery.End;
import org.valija.server.delivery.NewDelivery.Turn;
import org.valija.server.documents.Kind;
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

    private static final String SEARCHED =
            "LOWER(d.number || ' ' || d.beneficiary_name || ' ' || d.beneficiary_rfc || ' '"
                    + " || d.to_list || ' ' || d.cc_list || ' ' || d.bcc_list || ' ' || d.user_code || ' ' || d.mailbox || ' '"
                    + " || d.subject || ' ' || COALESCE(d.uuid, '') || ' ' || d.message_id)";

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
                  batch, draft_id, accepted_at, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
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

    /** Ends the line of a draft's mail that was sent with a password. */
    void ended(Connection connection, String draftId, End end) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE document_delivery SET state = ?, ended_at = ?, refused = ?, cause = ?, reply = ?
                WHERE draft_id = ? AND outbox_id IS NULL AND ended_at IS NULL
                """)) {
            bind(update, end);
            update.setString(6, draftId);
            update.executeUpdate();
        }
    }

    /** The program ended while mails were being sent with a password: nobody knows whether they arrived. */
    int interrupted(Instant now) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE document_delivery SET state = 'UNKNOWN', ended_at = ?, refused = '',
                      cause = 'delivery-interrupted', reply = '' WHERE outbox_id IS NULL AND ended_at IS NULL
                    """)) {
                dialect.bind(update, 1, now);
                return update.executeUpdate();
            }
        });
    }

    private void bind(PreparedStatement update, End end) throws SQLException {
        update.setString(1, end.state().name());
        dialect.bind(update, 2, end.at());
        update.setString(3, end.refused());
        update.setString(4, end.cause().orElse(null));
        update.setString(5, end.reply());
    }

    /**
     * Copies how mails ended that have, also those that were put back into the outbox and have ended anew.
     *
     * @param most lines that are looked at
     * @param after looks at lines with a greater id
     * @return the last that was looked at; empty when there was none
     */
    Optional<Long> copyEnds(long after, int most) {
        return database.inTransaction(connection -> {
            List<Long> ids = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement("SELECT id FROM document_delivery WHERE"
                    + " state <> 'SENT' AND outbox_id IS NOT NULL AND id > ? ORDER BY id LIMIT ?")) {
                query.setLong(1, after);
                query.setInt(2, most);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                }
            }
            copyEnds(connection, ids);
            return ids.isEmpty() ? Optional.empty() : Optional.of(ids.getLast());
        });
    }

    private static void copyEnds(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement copy = connection.prepareStatement("""
                UPDATE document_delivery SET state = a.state, ended_at = a.ended_at, refused = a.refused, cause = a.cause,
                  reply = a.detail FROM outbox_archive a WHERE a.id = document_delivery.outbox_id
                  AND document_delivery.id = ?
                """)) {
            for (long id : ids) {
                copy.setLong(1, id);
                copy.addBatch();
            }
            copy.executeBatch();
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
            filter.words()
                    .ifPresent(words -> add(
                            SEARCHED + " LIKE ? ESCAPE '!'",
                            "%" + words.toLowerCase(Locale.ROOT).replaceAll("[%_!]", "!$0") + "%"));
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
