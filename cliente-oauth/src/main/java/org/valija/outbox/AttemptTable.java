package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.valija.sql.Dialect;

/** All SQL of {@code outbox_attempt}. */
final class AttemptTable {

    private final Dialect dialect;

    AttemptTable(Dialect dialect) {
        this.dialect = dialect;
    }

    void insert(Connection connection, List<Verdict> verdicts) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO outbox_attempt (message_id, number, begun_at, ended_at, node, outcome, cause, detail)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            boolean any = false;
            for (Verdict verdict : verdicts) {
                if (verdict.attempt().isPresent()) {
                    Attempt attempt = verdict.attempt().get();
                    insert.setLong(1, verdict.mail().id());
                    insert.setInt(2, attempt.number());
                    dialect.bind(insert, 3, attempt.begunAt());
                    dialect.bind(insert, 4, attempt.endedAt());
                    insert.setString(5, attempt.node());
                    insert.setString(6, attempt.result().name());
                    insert.setString(7, attempt.cause().orElse(null));
                    insert.setString(8, attempt.detail());
                    insert.addBatch();
                    any = true;
                }
            }
            if (any) {
                insert.executeBatch();
            }
        }
    }

    /** The attempts of a mail, in their order. */
    List<Attempt> of(Connection connection, long messageId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT number, begun_at, ended_at, node, outcome, cause, detail FROM outbox_attempt"
                        + " WHERE message_id = ? ORDER BY number")) {
            query.setLong(1, messageId);
            List<Attempt> attempts = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    attempts.add(new Attempt(
                            rows.getInt("number"),
                            dialect.instant(rows, "begun_at").orElseThrow(),
                            dialect.instant(rows, "ended_at").orElseThrow(),
                            rows.getString("node"),
                            Attempt.Result.valueOf(rows.getString("outcome")),
                            Optional.ofNullable(rows.getString("cause")),
                            rows.getString("detail")));
                }
            }
            return attempts;
        }
    }
}
