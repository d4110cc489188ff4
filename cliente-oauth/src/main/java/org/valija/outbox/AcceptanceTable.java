package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.valija.outbox.MessageTable.WithContent;
import org.valija.sql.Dialect;

/**
 * The statement with which PostgreSQL accepts several mails at once, into {@code outbox_message} and {@code outbox_content}: one
 * way there and back, and one plan, for all of them.
 * The ids of mails and contents are taken from their sequences in the order of the mails.
 */
final class AcceptanceTable {

    private static final String SQL = """
            WITH handed AS MATERIALIZED (
              SELECT nextval('outbox_message_id_seq') AS id, nextval('outbox_content_id_seq') AS content_id, mails.*
              FROM unnest(?::bigint[], ?::smallint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::boolean[], ?::text[], ?::bytea[], ?::bytea[]) WITH ORDINALITY AS mails
                (emails_id, lane, due_at, sender, recipients, notification, message_id, subject, smtputf8, batch, sha256,
                 whole, place)),
            content AS (
              INSERT INTO outbox_content (id, octets, sha256, staged_at, accepted, whole) OVERRIDING SYSTEM VALUE
              SELECT content_id, octet_length(whole), sha256, ?, TRUE, whole FROM handed ORDER BY place),
            message AS (
              INSERT INTO outbox_message (id, emails_id, lane, state, due_at, accepted_at, sender, recipients, notification,
                message_id, subject, smtputf8, attempts, octets, batch, content_id) OVERRIDING SYSTEM VALUE
              SELECT id, emails_id, lane, 'QUEUED', due_at, ?, sender, recipients, notification, message_id, subject,
                smtputf8, 0, octet_length(whole), batch, content_id FROM handed ORDER BY place)
            SELECT id FROM handed ORDER BY place
            """;

    private AcceptanceTable() {}

    /** Gives the ids in the order of the mails. */
    static List<Long> insert(Connection connection, List<WithContent> mails, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SQL)) {
            Columns columns = new Columns(connection, insert, mails);
            columns.add("bigint", Long[]::new, each -> each.mail().grantId());
            columns.add(
                    "smallint", Short[]::new, each -> (short) each.mail().lane().number());
            columns.add(
                    "timestamptz",
                    String[]::new,
                    each -> Dialect.POSTGRESQL
                            .value(each.mail().notBefore().orElse(Instant.EPOCH))
                            .toString());
            columns.add(
                    "text",
                    String[]::new,
                    each -> each.mail().envelope().sender().address());
            columns.add(
                    "text",
                    String[]::new,
                    each -> EnvelopeText.recipients(each.mail().envelope()));
            columns.add(
                    "text",
                    String[]::new,
                    each -> EnvelopeText.notification(each.mail().envelope()).orElse(null));
            columns.add("text", String[]::new, each -> each.mail().messageId());
            columns.add("text", String[]::new, each -> each.mail().subject());
            columns.add("boolean", Boolean[]::new, each -> each.content().needsSmtpUtf8());
            columns.add("text", String[]::new, each -> each.mail().batch().orElse(null));
            columns.add("bytea", byte[][]::new, each -> each.content().chunk().sha256());
            columns.add("bytea", byte[][]::new, each -> each.content().chunk().octets());
            Dialect.POSTGRESQL.bind(insert, columns.next(), now);
            Dialect.POSTGRESQL.bind(insert, columns.next() + 1, now);
            return ids(insert);
        }
    }

    /** Binds a field of all mails as one array after another. */
    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement insert;
        private final List<WithContent> mails;
        private int next = 1;

        Columns(Connection connection, PreparedStatement insert, List<WithContent> mails) {
            this.connection = connection;
            this.insert = insert;
            this.mails = mails;
        }

        <T> void add(String type, IntFunction<T[]> array, Function<WithContent, T> field) throws SQLException {
            insert.setArray(
                    next++,
                    connection.createArrayOf(type, mails.stream().map(field).toArray(array)));
        }

        int next() {
            return next;
        }
    }

    private static List<Long> ids(PreparedStatement insert) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = insert.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
