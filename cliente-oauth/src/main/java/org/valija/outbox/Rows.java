package org.valija.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import org.valija.sql.Dialect;

/** A mail as it stands in the hot table and in the archive: the columns that both have, under the same names. */
final class Rows {

    private static final String ENDED = "m.id, m.emails_id, m.lane, m.state, NULL AS hold_reason, NULL AS due_at,"
            + " m.accepted_at, NULL AS begun_at, m.ended_at, m.sender, m.recipients, NULL AS notification, m.message_id,"
            + " m.subject, m.batch, m.content_id, m.octets, m.smtputf8, m.attempts, m.unknowns, %s AS delivered_some,"
            + " m.refused, m.cause, m.detail FROM outbox_archive m";

    private Rows() {}

    /** What a query of ended mails selects, and from where: the table is named {@code m}. */
    static String ended(Dialect dialect) {
        return ENDED.formatted(dialect == Dialect.SQLITE ? "0" : "FALSE");
    }

    /** Places for as many values, in a list of SQL. */
    static String places(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    /** Reads a row that has every column of {@link OutboxMail}; those that a table lacks come as NULL of that name. */
    static OutboxMail mail(Dialect dialect, ResultSet rows) throws SQLException {
        long content = rows.getLong("content_id");
        boolean purged = rows.wasNull();
        return new OutboxMail(
                rows.getLong("id"),
                rows.getLong("emails_id"),
                Lane.of(rows.getInt("lane")),
                MessageState.valueOf(rows.getString("state")),
                Optional.ofNullable(rows.getString("hold_reason")).map(HoldKind::valueOf),
                dialect.instant(rows, "due_at").orElse(Instant.EPOCH),
                dialect.instant(rows, "accepted_at").orElseThrow(),
                dialect.instant(rows, "begun_at"),
                dialect.instant(rows, "ended_at"),
                EnvelopeText.parse(
                        rows.getString("sender"),
                        rows.getString("recipients"),
                        Optional.ofNullable(rows.getString("notification"))),
                rows.getString("message_id"),
                rows.getString("subject"),
                Optional.ofNullable(rows.getString("batch")),
                purged
                        ? Optional.empty()
                        : Optional.of(new ContentId(content, rows.getLong("octets"), rows.getBoolean("smtputf8"))),
                rows.getInt("attempts"),
                rows.getInt("unknowns"),
                rows.getBoolean("delivered_some"),
                Optional.ofNullable(rows.getString("refused")).orElse(""),
                Optional.ofNullable(rows.getString("cause")),
                Optional.ofNullable(rows.getString("detail")).orElse(""));
    }
}
