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
import org.jspecify.annotations.Nullable;
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

    /** Of every mail, in the order of the statement's arrays. */
    private static final List<Field> FIELDS = List.of(
            new Field("bigint", Long[]::new, each -> each.mail().grantId()),
            new Field(
                    "smallint", Short[]::new, each -> (short) each.mail().lane().number()),
            new Field("timestamptz", String[]::new, each -> dueAt(each.mail())),
            new Field(
                    "text",
                    String[]::new,
                    each -> each.mail().envelope().sender().address()),
            new Field(
                    "text",
                    String[]::new,
                    each -> EnvelopeText.recipients(each.mail().envelope())),
            new Field(
                    "text",
                    String[]::new,
                    each -> EnvelopeText.notification(each.mail().envelope()).orElse(null)),
            new Field("text", String[]::new, each -> each.mail().messageId()),
            new Field("text", String[]::new, each -> each.mail().subject()),
            new Field("boolean", Boolean[]::new, each -> each.content().needsSmtpUtf8()),
            new Field("text", String[]::new, each -> each.mail().batch().orElse(null)),
            new Field("bytea", byte[][]::new, each -> each.content().chunk().sha256()),
            new Field("bytea", byte[][]::new, each -> each.content().chunk().octets()));

    private AcceptanceTable() {}

    /** One field of a mail: its type in PostgreSQL, and an array of what stands for that type. */
    private record Field(String type, IntFunction<Object[]> array, Function<WithContent, @Nullable Object> value) {

        Object[] of(List<WithContent> mails) {
            return mails.stream().map(value).toArray(array);
        }
    }

    /** Gives the ids in the order of the mails. */
    static List<Long> insert(Connection connection, List<WithContent> mails, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SQL)) {
            int index = 0;
            for (Field field : FIELDS) {
                insert.setArray(++index, connection.createArrayOf(field.type(), field.of(mails)));
            }
            Dialect.POSTGRESQL.bind(insert, ++index, now);
            Dialect.POSTGRESQL.bind(insert, ++index, now);
            return ids(insert);
        }
    }

    private static String dueAt(NewMail mail) {
        return Dialect.POSTGRESQL.value(mail.notBefore().orElse(Instant.EPOCH)).toString();
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
