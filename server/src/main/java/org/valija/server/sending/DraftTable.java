package org.valija.server.sending;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code draft}. */
@Repository
class DraftTable {

    private final Database database;
    private final Dialect dialect;
    private final DraftAttachmentTable attachments;

    DraftTable(Database database, DraftAttachmentTable attachments) {
        this.database = database;
        this.dialect = database.dialect();
        this.attachments = attachments;
    }

    /** Whether there was none of that id. */
    boolean insert(String id, String userCode, DraftContent content, Optional<DraftDocument> document, Instant now) {
        return database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO draft (from_address, to_list, cc_list, bcc_list, reply_to, subject, body, signature,
                      copy_to_me, oauth, with_xml, with_pdf, send_again, text_from, updated_at, id, user_code, state,
                      created_at, document_id)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'DRAFT', ?, ?)
                    ON CONFLICT (id) DO NOTHING
                    """)) {
                bind(insert, content, document, now);
                insert.setString(16, id);
                insert.setString(17, userCode);
                dialect.bind(insert, 18, now);
                insert.setObject(19, document.map(DraftDocument::id).orElse(null));
                return insert.executeUpdate() == 1;
            }
        });
    }

    /**
     * Writes what was typed, where the draft may still be changed; the document that it is of stays the same.
     *
     * @return whether it may
     */
    boolean update(String id, String userCode, DraftContent content, Optional<DraftDocument> document, Instant now) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE draft SET from_address = ?, to_list = ?, cc_list = ?, bcc_list = ?, reply_to = ?,
                      subject = ?, body = ?, signature = ?, copy_to_me = ?, oauth = ?, with_xml = ?, with_pdf = ?,
                      send_again = ?, text_from = ?, updated_at = ?
                    WHERE id = ? AND user_code = ? AND state NOT IN ('SENDING', 'SENT', 'ACCEPTED')
                    """)) {
                bind(update, content, document, now);
                update.setString(16, id);
                update.setString(17, userCode);
                return update.executeUpdate() == 1;
            }
        });
    }

    Optional<Draft> find(String id, String userCode) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT * FROM draft WHERE id = ? AND user_code = ?")) {
                query.setString(1, id);
                query.setString(2, userCode);
                return read(connection, query).stream().findFirst();
            }
        });
    }

    /** The user's latest drafts and sent mails. */
    List<Draft> latest(String userCode, int most) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT * FROM draft WHERE user_code = ? ORDER BY updated_at DESC LIMIT ?")) {
                query.setString(1, userCode);
                query.setInt(2, most);
                return read(connection, query);
            }
        });
    }

    /**
     * Takes the draft for sending, in the caller's transaction; of two that press the button, one gets it.
     *
     * @param node that sends it
     * @return whether this one got it
     */
    boolean begin(Connection connection, String id, String userCode, String node, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE draft SET state = 'SENDING', node = ?, updated_at = ?
                WHERE id = ? AND user_code = ? AND state NOT IN ('SENDING', 'SENT', 'ACCEPTED')
                """)) {
            update.setString(1, node);
            dialect.bind(update, 2, now);
            update.setString(3, id);
            update.setString(4, userCode);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Takes the draft for the outbox as it was read; of two that press the button, one gets it.
     *
     * @param version that the page showed
     * @return whether this one got it
     */
    boolean accept(Connection connection, Draft draft, int version, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE draft SET state = 'ACCEPTED', version = version + 1, outbox_id = NULL, result_code = NULL,
                  result_detail = NULL, message_id = NULL, refused = NULL, result_at = NULL, updated_at = ?
                WHERE id = ? AND user_code = ? AND version = ? AND updated_at = ?
                  AND state NOT IN ('SENDING', 'SENT', 'ACCEPTED')
                """)) {
            dialect.bind(update, 1, now);
            update.setString(2, draft.id());
            update.setString(3, draft.userCode());
            update.setInt(4, version);
            dialect.bind(update, 5, draft.updatedAt());
            return update.executeUpdate() == 1;
        }
    }

    /** Names the mail that the draft has become. */
    void handedOver(Connection connection, String id, long outboxId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE draft SET outbox_id = ? WHERE id = ?")) {
            update.setLong(1, outboxId);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    /**
     * Gives the draft back to its author.
     *
     * @param outboxId the mail that it had become
     * @param result why that did not leave, where it was tried
     * @return whether it was still that mail
     */
    boolean reopen(String id, long outboxId, DraftState state, Optional<DraftResult> result, Instant now) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE draft SET state = ?, outbox_id = NULL, result_code = ?, result_detail = ?, message_id = ?,
                      refused = ?, result_at = ?, updated_at = ? WHERE id = ? AND state = 'ACCEPTED' AND outbox_id = ?
                    """)) {
                update.setString(1, state.name());
                update.setString(2, result.map(DraftResult::code).orElse(null));
                update.setString(3, result.map(DraftResult::detail).orElse(null));
                update.setString(4, result.flatMap(DraftResult::messageId).orElse(null));
                update.setString(5, result.map(DraftResult::refused).orElse(null));
                dialect.bind(update, 6, result.map(DraftResult::at));
                dialect.bind(update, 7, now);
                update.setString(8, id);
                update.setLong(9, outboxId);
                return update.executeUpdate() == 1;
            }
        });
    }

    /**
     * Notes in the caller's transaction what became of it.
     *
     * @return whether it was on its way
     */
    boolean finish(Connection connection, String id, DraftState state, DraftResult result) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE draft SET state = ?, result_code = ?, result_detail = ?, message_id = ?, refused = ?,
                  result_at = ?, updated_at = ? WHERE id = ? AND state = 'SENDING'
                """)) {
            update.setString(1, state.name());
            update.setString(2, result.code());
            update.setString(3, result.detail());
            update.setString(4, result.messageId().orElse(null));
            update.setString(5, result.refused());
            dialect.bind(update, 6, result.at());
            dialect.bind(update, 7, result.at());
            update.setString(8, id);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Drafts that nobody sends any more: what this node was sending when it ended, and what others began long ago that do not
     * live. The row of each is written, so that of two that look, one gets it.
     *
     * @param node this one, which sends nothing yet
     * @param living the other nodes that live
     * @param longAgo sendings that began later may yet be going on
     */
    List<String> interrupted(Connection connection, String node, Collection<String> living, Instant longAgo)
            throws SQLException {
        String others = living.isEmpty()
                ? ""
                : " AND node NOT IN (" + String.join(", ", Collections.nCopies(living.size(), "?")) + ")";
        try (PreparedStatement update = connection.prepareStatement("UPDATE draft SET node = ? WHERE state = 'SENDING'"
                + " AND (node IS NULL OR node = ? OR (updated_at < ?" + others + ")) RETURNING id")) {
            update.setString(1, node);
            update.setString(2, node);
            dialect.bind(update, 3, longAgo);
            int place = 4;
            for (String other : living) {
                update.setString(place++, other);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private void bind(PreparedStatement statement, DraftContent content, Optional<DraftDocument> document, Instant now)
            throws SQLException {
        statement.setString(1, content.from());
        statement.setString(2, content.to());
        statement.setString(3, content.cc());
        statement.setString(4, content.bcc());
        statement.setString(5, content.replyTo());
        statement.setString(6, content.subject());
        statement.setString(7, content.body());
        statement.setString(8, content.signature());
        statement.setBoolean(9, content.copyToMe());
        statement.setBoolean(10, content.oauth());
        statement.setBoolean(11, document.filter(DraftDocument::xml).isPresent());
        statement.setBoolean(12, document.filter(DraftDocument::pdf).isPresent());
        statement.setBoolean(13, document.filter(DraftDocument::again).isPresent());
        statement.setString(14, document.map(DraftDocument::textFrom).orElse(""));
        dialect.bind(statement, 15, now);
    }

    private List<Draft> read(Connection connection, PreparedStatement query) throws SQLException {
        List<Draft> drafts = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String id = rows.getString("id");
                drafts.add(new Draft(
                        id,
                        rows.getString("user_code"),
                        content(rows),
                        document(rows),
                        DraftState.valueOf(rows.getString("state")),
                        rows.getInt("version"),
                        outboxId(rows),
                        result(rows),
                        attachments.of(connection, id),
                        dialect.instant(rows, "updated_at").orElseThrow()));
            }
        }
        return drafts;
    }

    private static Optional<Long> outboxId(ResultSet rows) throws SQLException {
        long id = rows.getLong("outbox_id");
        return rows.wasNull() ? Optional.empty() : Optional.of(id);
    }

    private static Optional<DraftDocument> document(ResultSet rows) throws SQLException {
        long id = rows.getLong("document_id");
        return rows.wasNull()
                ? Optional.empty()
                : Optional.of(new DraftDocument(
                        id,
                        rows.getBoolean("with_xml"),
                        rows.getBoolean("with_pdf"),
                        rows.getBoolean("send_again"),
                        rows.getString("text_from")));
    }

    private static DraftContent content(ResultSet rows) throws SQLException {
        return new DraftContent(
                rows.getString("from_address"),
                rows.getString("to_list"),
                rows.getString("cc_list"),
                rows.getString("bcc_list"),
                rows.getString("reply_to"),
                rows.getString("subject"),
                rows.getString("body"),
                rows.getString("signature"),
                rows.getBoolean("copy_to_me"),
                rows.getBoolean("oauth"));
    }

    private Optional<DraftResult> result(ResultSet rows) throws SQLException {
        Optional<Instant> at = dialect.instant(rows, "result_at");
        if (at.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DraftResult(
                rows.getString("result_code"),
                rows.getString("result_detail"),
                Optional.ofNullable(rows.getString("message_id")),
                rows.getString("refused"),
                at.get()));
    }
}
