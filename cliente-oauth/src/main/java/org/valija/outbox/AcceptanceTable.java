package org.valija.outbox;

import java.sql.Array;
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
            insert.setArray(
                    1,
                    column(
                            connection,
                            mails,
                            "bigint",
                            Long[]::new,
                            each -> each.mail().grantId()));
            insert.setArray(2, column(connection, mails, "smallint", Short[]::new, each ->
                    (short) each.mail().lane().number()));
            insert.setArray(
                    3,
                    column(
                            connection,
                            mails,
                            "timestamptz",
                            String[]::new,
                            each -> Dialect.POSTGRESQL
                                    .value(each.mail().notBefore().orElse(Instant.EPOCH))
                                    .toString()));
            insert.setArray(
                    4,
                    column(
                            connection,
                            mails,
                            "text",
                            String[]::new,
                            each -> each.mail().envelope().sender().address()));
            insert.setArray(
                    5,
                    column(
                            connection,
                            mails,
                            "text",
                            String[]::new,
                            each -> EnvelopeText.recipients(each.mail().envelope())));
            insert.setArray(
                    6,
                    column(
                            connection,
                            mails,
                            "text",
                            String[]::new,
                            each -> EnvelopeText.notification(each.mail().envelope())
                                    .orElse(null)));
            insert.setArray(
                    7,
                    column(
                            connection,
                            mails,
                            "text",
                            String[]::new,
                            each -> each.mail().messageId()));
            insert.setArray(
                    8,
                    column(
                            connection,
                            mails,
                            "text",
                            String[]::new,
                            each -> each.mail().subject()));
            insert.setArray(
                    9,
                    column(
                            connection,
                            mails,
                            "boolean",
                            Boolean[]::new,
                            each -> each.content().needsSmtpUtf8()));
            insert.setArray(
                    10,
                    column(
                            connection,
                            mails,
                            "text",
                            String[]::new,
                            each -> each.mail().batch().orElse(null)));
            insert.setArray(
                    11,
                    column(
                            connection,
                            mails,
                            "bytea",
                            byte[][]::new,
                            each -> each.content().chunk().sha256()));
            insert.setArray(
                    12,
                    column(
                            connection,
                            mails,
                            "bytea",
                            byte[][]::new,
                            each -> each.content().chunk().octets()));
            Dialect.POSTGRESQL.bind(insert, 13, now);
            Dialect.POSTGRESQL.bind(insert, 14, now);
            return ids(insert);
        }
    }

    /** A field of all mails. */
    private static <T> Array column(
            Connection connection,
            List<WithContent> mails,
            String type,
            IntFunction<T[]> array,
            Function<WithContent, T> field)
            throws SQLException {
        return connection.createArrayOf(type, mails.stream().map(field).toArray(array));
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
