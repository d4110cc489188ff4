package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_message}, the mails that have not ended. */
final class MessageTable {

    /** As the partial index says it, to the letter. */
    private static final String WAITING = "state IN ('QUEUED', 'DEFERRED')";

    private static final String ACCEPTED = "emails_id, lane, state, due_at, accepted_at, sender, recipients,"
            + " notification, message_id, subject, smtputf8, attempts, octets, batch";

    private static final String COLUMNS = """
            m.id, m.emails_id, m.lane, m.state, m.hold_reason, m.due_at, m.accepted_at, m.begun_at, NULL AS ended_at,
              m.sender, m.recipients, m.notification, m.message_id, m.subject, m.batch, m.content_id, m.octets,
              m.smtputf8, m.attempts, m.unknowns, m.delivered_some, m.refused, m.cause, m.detail""";

    private final Dialect dialect;
    private final ContentTable contents;

    MessageTable(Dialect dialect) {
        this.dialect = dialect;
        this.contents = new ContentTable(dialect);
    }

    /** Accepts a mail whose content is stored. */
    long insert(Connection connection, NewMail mail, ContentId content, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO outbox_message (" + ACCEPTED
                + ", content_id) VALUES (?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?) RETURNING id")) {
            int next = bind(insert, 1, mail, content.octets(), content.needsSmtpUtf8(), now);
            insert.setLong(next, content.id());
            return id(insert);
        }
    }

    /** Accepts a mail with a small content, on PostgreSQL in one statement: each takes a round trip. */
    long insertWithContent(Connection connection, NewMail mail, ContentStore.Small small, Instant now)
            throws SQLException {
        int octets = small.chunk().octets().length;
        if (dialect != Dialect.POSTGRESQL) {
            long contentId = contents.insertWhole(connection, small.chunk(), now);
            return insert(connection, mail, new ContentId(contentId, octets, small.needsSmtpUtf8()), now);
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                WITH content AS (
                  INSERT INTO outbox_content (octets, sha256, staged_at, accepted, whole)
                  VALUES (?, ?, ?, TRUE, ?) RETURNING id)
                INSERT INTO outbox_message (%s, content_id)
                SELECT ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, content.id FROM content RETURNING id
                """.formatted(ACCEPTED))) {
            insert.setLong(1, octets);
            insert.setBytes(2, small.chunk().sha256());
            dialect.bind(insert, 3, now);
            insert.setBytes(4, small.chunk().octets());
            bind(insert, 5, mail, octets, small.needsSmtpUtf8(), now);
            return id(insert);
        }
    }

    /** A mail with its small content. */
    record WithContent(NewMail mail, ContentStore.Small content) {}

    /**
     * Accepts several mails with small contents, on PostgreSQL in one statement.
     *
     * @return their ids, in the order of the mails
     */
    List<Long> insertAllWithContent(Connection connection, List<WithContent> mails, Instant now) throws SQLException {
        if (dialect == Dialect.POSTGRESQL && mails.size() > 1) {
            return AcceptanceTable.insert(connection, mails, now);
        }
        List<Long> ids = new ArrayList<>(mails.size());
        for (WithContent mail : mails) {
            ids.add(insertWithContent(connection, mail.mail(), mail.content(), now));
        }
        return ids;
    }

    private int bind(PreparedStatement insert, int first, NewMail mail, long octets, boolean needsSmtpUtf8, Instant now)
            throws SQLException {
        insert.setLong(first, mail.grantId());
        insert.setInt(first + 1, mail.lane().number());
        dialect.bind(insert, first + 2, mail.notBefore().orElse(Instant.EPOCH));
        dialect.bind(insert, first + 3, now);
        insert.setString(first + 4, mail.envelope().sender().address());
        insert.setString(first + 5, EnvelopeText.recipients(mail.envelope()));
        insert.setString(first + 6, EnvelopeText.notification(mail.envelope()).orElse(null));
        insert.setString(first + 7, mail.messageId());
        insert.setString(first + 8, mail.subject());
        insert.setBoolean(first + 9, needsSmtpUtf8);
        insert.setLong(first + 10, octets);
        insert.setString(first + 11, mail.batch().orElse(null));
        return first + 12;
    }

    private static long id(PreparedStatement insert) throws SQLException {
        try (ResultSet rows = insert.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Puts back what had ended, under its old id, to be tried at once. */
    void putBack(Connection connection, OutboxMail mail) throws SQLException {
        String overriding = dialect == Dialect.POSTGRESQL ? "OVERRIDING SYSTEM VALUE " : "";
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO outbox_message (id, emails_id, lane, state, due_at, accepted_at, sender, recipients,
                  message_id, subject, smtputf8, content_id, attempts, octets, batch, unknowns, cause, detail)
                """ + overriding + """
                VALUES (?, ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            ContentId content = mail.content().orElseThrow();
            insert.setLong(1, mail.id());
            insert.setLong(2, mail.grantId());
            insert.setInt(3, mail.lane().number());
            dialect.bind(insert, 4, Instant.EPOCH);
            dialect.bind(insert, 5, mail.acceptedAt());
            insert.setString(6, mail.envelope().sender().address());
            insert.setString(7, EnvelopeText.recipients(mail.envelope()));
            insert.setString(8, mail.messageId());
            insert.setString(9, mail.subject());
            insert.setBoolean(10, content.needsSmtpUtf8());
            insert.setLong(11, content.id());
            insert.setInt(12, mail.attempts());
            insert.setLong(13, content.octets());
            insert.setString(14, mail.batch().orElse(null));
            insert.setInt(15, mail.unknowns());
            insert.setString(16, mail.cause().orElse(null));
            insert.setString(17, mail.detail());
            insert.executeUpdate();
        }
    }

    Optional<OutboxMail> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM outbox_message m WHERE m.id = ?")) {
            query.setLong(1, id);
            return read(query).stream().findFirst();
        }
    }

    /** What is due of an account, the most urgent first. */
    List<OutboxMail> due(Connection connection, long grantId, Instant now, int most) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS + " FROM outbox_message m WHERE "
                + WAITING + " AND emails_id = ? AND due_at <= ? ORDER BY lane, id LIMIT ?")) {
            query.setLong(1, grantId);
            dialect.bind(query, 2, now);
            query.setInt(3, most);
            return read(query);
        }
    }

    boolean isDue(Connection connection, long grantId, Instant now) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM outbox_message WHERE " + WAITING + " AND emails_id = ? AND due_at <= ? LIMIT 1")) {
            query.setLong(1, grantId);
            dialect.bind(query, 2, now);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Accounts that mail waits for, found by as many looks into the index as there are accounts, and what is due of them. */
    List<Long> accountsWithDue(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                WITH RECURSIVE account (id) AS (
                  SELECT MIN(emails_id) FROM outbox_message WHERE state IN ('QUEUED', 'DEFERRED')
                  UNION ALL
                  SELECT (SELECT MIN(m.emails_id) FROM outbox_message m
                    WHERE m.state IN ('QUEUED', 'DEFERRED') AND m.emails_id > account.id)
                  FROM account WHERE account.id IS NOT NULL)
                SELECT account.id FROM account LEFT JOIN outbox_account a ON a.emails_id = account.id
                WHERE account.id IS NOT NULL
                  AND (a.emails_id IS NULL OR (a.hold_reason IS NULL AND a.resume_at IS NULL) OR a.resume_at <= ?)
                  AND EXISTS (SELECT 1 FROM outbox_message d
                    WHERE d.state IN ('QUEUED', 'DEFERRED') AND d.emails_id = account.id AND d.due_at <= ?)
                """)) {
            dialect.bind(query, 1, now);
            dialect.bind(query, 2, now);
            return ids(query);
        }
    }

    /** Accounts with mail that is under way, or was when its node ended. */
    List<Long> accountsUnderWay(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT DISTINCT emails_id FROM outbox_message WHERE state = 'SENDING'"
                        + " AND state IN ('SENDING', 'UNKNOWN', 'HELD')")) {
            return ids(query);
        }
    }

    /** Marks mails as being sent under a drain's fence; gives those that still waited. */
    List<OutboxMail> claim(Connection connection, List<OutboxMail> mails, long fence, Instant now) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE outbox_message SET state = 'SENDING', fence = ?, begun_at = ?,"
                        + " attempts = attempts + 1 WHERE id IN (" + Rows.places(mails) + ") AND " + WAITING
                        + " RETURNING id")) {
            update.setLong(1, fence);
            dialect.bind(update, 2, now);
            int next = 3;
            for (OutboxMail mail : mails) {
                update.setLong(next++, mail.id());
            }
            List<Long> claimed = ids(update);
            return mails.stream().filter(mail -> claimed.contains(mail.id())).toList();
        }
    }

    /** Mails that a drain with another fence had begun and whose end it did not note. */
    List<OutboxMail> abandoned(Connection connection, long grantId, long fence) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM outbox_message m WHERE state = 'SENDING'"
                        + " AND state IN ('SENDING', 'UNKNOWN', 'HELD') AND emails_id = ? AND fence <> ? ORDER BY id")) {
            query.setLong(1, grantId);
            query.setLong(2, fence);
            return read(query);
        }
    }

    /** Puts mails of an earlier fence under the present one, so that their end can be noted. */
    List<OutboxMail> takeOver(Connection connection, List<OutboxMail> mails, long fence) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE outbox_message SET fence = ? WHERE id = ? AND state = 'SENDING' AND fence <> ?")) {
            for (OutboxMail mail : mails) {
                update.setLong(1, fence);
                update.setLong(2, mail.id());
                update.setLong(3, fence);
                update.addBatch();
            }
            return changed(mails, update.executeBatch());
        }
    }

    /** Takes ended mails out; gives those that were this fence's. */
    List<Verdict> remove(Connection connection, List<Verdict> ended, long fence) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox_message WHERE id IN ("
                + Rows.places(ended) + ") AND fence = ? AND state = 'SENDING' RETURNING id")) {
            int next = 1;
            for (Verdict verdict : ended) {
                delete.setLong(next++, verdict.mail().id());
            }
            delete.setLong(next, fence);
            List<Long> removed = ids(delete);
            return ended.stream()
                    .filter(verdict -> removed.contains(verdict.mail().id()))
                    .toList();
        }
    }

    /** Writes what is next for mails that did not end; gives those that were this fence's. */
    List<Verdict> update(Connection connection, List<Verdict> going, long fence) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE outbox_message SET state = ?, hold_reason = ?, due_at = ?, recipients = ?, unknowns = ?,
                  delivered_some = ?, refused = ?, cause = ?, detail = ?, attempts = ?, fence = NULL
                WHERE id = ? AND fence = ? AND state = 'SENDING'
                """)) {
            for (Verdict verdict : going) {
                OutboxMail mail = verdict.mail();
                update.setString(1, mail.state().name());
                update.setString(2, mail.held().map(HoldKind::name).orElse(null));
                dialect.bind(update, 3, mail.dueAt());
                update.setString(4, EnvelopeText.recipients(mail.envelope()));
                update.setInt(5, mail.unknowns());
                update.setBoolean(6, mail.deliveredSome());
                update.setString(7, mail.refused());
                update.setString(8, mail.cause().orElse(null));
                update.setString(9, mail.detail());
                update.setInt(10, mail.attempts());
                update.setLong(11, mail.id());
                update.setLong(12, fence);
                update.addBatch();
            }
            return changed(going, update.executeBatch());
        }
    }

    /** Lets mails wait again that a drain has claimed and surely not sent. */
    int unclaim(Connection connection, long grantId, long fence) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE outbox_message SET state = 'QUEUED', fence = NULL,"
                        + " attempts = attempts - 1 WHERE state = 'SENDING' AND state IN ('SENDING', 'UNKNOWN', 'HELD')"
                        + " AND emails_id = ? AND fence = ?")) {
            update.setLong(1, grantId);
            update.setLong(2, fence);
            return update.executeUpdate();
        }
    }

    /** Takes a mail out that is in none of the states of being sent; empty when it is, or is not here. */
    Optional<OutboxMail> takeOut(Connection connection, long id) throws SQLException {
        Optional<OutboxMail> mail = find(connection, id);
        if (mail.isEmpty()) {
            return mail;
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM outbox_message WHERE id = ? AND state <> 'SENDING'")) {
            delete.setLong(1, id);
            return delete.executeUpdate() == 1 ? mail : Optional.empty();
        }
    }

    /** Holds mails that wait; gives how many. */
    int hold(Connection connection, Collection<Long> ids) throws SQLException {
        return eachId(
                connection,
                "UPDATE outbox_message SET state = 'HELD', hold_reason = 'BY_HAND' WHERE id = ? AND " + WAITING,
                ids);
    }

    /** Lets mails go on at once that are held, of unknown end, or to be tried later; gives how many. */
    int release(Connection connection, Collection<Long> ids) throws SQLException {
        String epoch = "'" + dialect.value(Instant.EPOCH) + "'";
        return eachId(
                connection,
                "UPDATE outbox_message SET state = 'QUEUED', hold_reason = NULL, due_at = " + epoch
                        + " WHERE id = ? AND state IN ('HELD', 'UNKNOWN', 'DEFERRED', 'QUEUED')",
                ids);
    }

    int holdBatch(Connection connection, String batch) throws SQLException {
        return ofBatch(
                connection,
                "UPDATE outbox_message SET state = 'HELD', hold_reason = 'BY_HAND' WHERE batch = ? AND " + WAITING,
                batch);
    }

    /** Lets a batch go on that was held by hand; what is held for another reason stays. */
    int releaseBatch(Connection connection, String batch) throws SQLException {
        return ofBatch(
                connection,
                "UPDATE outbox_message SET state = 'QUEUED', hold_reason = NULL"
                        + " WHERE batch = ? AND state = 'HELD' AND hold_reason = 'BY_HAND'",
                batch);
    }

    /** Accounts that these mails are of. */
    List<Long> accountsOf(Connection connection, Collection<Long> ids) throws SQLException {
        List<Long> accounts = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT emails_id FROM outbox_message WHERE id = ?")) {
            for (long id : ids) {
                query.setLong(1, id);
                accounts.addAll(ids(query));
            }
        }
        return accounts.stream().distinct().toList();
    }

    private List<OutboxMail> read(PreparedStatement query) throws SQLException {
        List<OutboxMail> mails = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                mails.add(Rows.mail(dialect, rows));
            }
        }
        return mails;
    }

    private static List<Long> ids(PreparedStatement query) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
        }
        return found;
    }

    private static int eachId(Connection connection, String sql, Collection<Long> ids) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (long id : ids) {
                update.setLong(1, id);
                update.addBatch();
            }
            int changed = 0;
            for (int count : update.executeBatch()) {
                changed += count;
            }
            return changed;
        }
    }

    private static int ofBatch(Connection connection, String sql, String batch) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, batch);
            return update.executeUpdate();
        }
    }

    private static <T> List<T> changed(List<T> all, int[] counts) {
        List<T> changed = new ArrayList<>(all.size());
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                changed.add(all.get(i));
            }
        }
        return changed;
    }
}
