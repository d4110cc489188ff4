package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_message}. */
final class MessageTable {

    private final Dialect dialect;

    MessageTable(Dialect dialect) {
        this.dialect = dialect;
    }

    long insert(Connection connection, NewMail mail, ContentId content, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO outbox_message (emails_id, lane, state, due_at, accepted_at, sender, recipients, notification,
                  message_id, subject, smtputf8, content_id, attempts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id
                """)) {
            insert.setLong(1, mail.grantId());
            insert.setInt(2, mail.lane().number());
            insert.setString(3, MessageState.QUEUED.name());
            dialect.bind(insert, 4, mail.notBefore().orElse(now));
            dialect.bind(insert, 5, now);
            insert.setString(6, mail.envelope().sender().address());
            insert.setString(7, EnvelopeText.recipients(mail.envelope()));
            insert.setString(8, EnvelopeText.notification(mail.envelope()).orElse(null));
            insert.setString(9, mail.messageId());
            insert.setString(10, mail.subject());
            insert.setBoolean(11, content.needsSmtpUtf8());
            insert.setLong(12, content.id());
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    Optional<QueuedMail> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT m.id, m.emails_id, m.lane, m.state, m.due_at, m.accepted_at, m.sender, m.recipients, m.notification,
                  m.message_id, m.subject, m.smtputf8, m.content_id, m.attempts, c.octets
                FROM outbox_message m JOIN outbox_content c ON c.id = m.content_id WHERE m.id = ?
                """)) {
            query.setLong(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(mail(rows)) : Optional.empty();
            }
        }
    }

    private QueuedMail mail(ResultSet rows) throws SQLException {
        return new QueuedMail(
                rows.getLong("id"),
                rows.getLong("emails_id"),
                Lane.of(rows.getInt("lane")),
                MessageState.valueOf(rows.getString("state")),
                dialect.instant(rows, "due_at").orElseThrow(),
                dialect.instant(rows, "accepted_at").orElseThrow(),
                EnvelopeText.parse(
                        rows.getString("sender"),
                        rows.getString("recipients"),
                        Optional.ofNullable(rows.getString("notification"))),
                rows.getString("message_id"),
                rows.getString("subject"),
                new ContentId(rows.getLong("content_id"), rows.getLong("octets"), rows.getBoolean("smtputf8")),
                rows.getInt("attempts"));
    }

    /** Whether a mail that was not begun, or is not going on, was taken back by this. */
    boolean cancel(Connection connection, long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE outbox_message SET state = 'CANCELLED' WHERE id = ? AND state IN ('QUEUED', 'DEFERRED', 'HELD')
                """)) {
            update.setLong(1, id);
            return update.executeUpdate() == 1;
        }
    }
}
