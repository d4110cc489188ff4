package org.valija.server.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.server.documents.Kind;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code mail_text_used}. */
@Repository
class UsedTextTable {

    private final Database database;
    private final Dialect dialect;

    UsedTextTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    Optional<MailText> find(long beneficiaryId, Kind kind) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT subject, body, signature FROM mail_text_used WHERE beneficiary_id = ? AND kind = ?")) {
                query.setLong(1, beneficiaryId);
                query.setString(2, kind.name());
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new MailText(rows.getString(1), rows.getString(2), rows.getString(3)))
                            : Optional.empty();
                }
            }
        });
    }

    /** In the transaction that accepts the mail. */
    void write(Connection connection, long beneficiaryId, Kind kind, MailText text, Instant now) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement("""
                INSERT INTO mail_text_used (beneficiary_id, kind, subject, body, signature, updated_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (beneficiary_id, kind) DO UPDATE SET subject = excluded.subject, body = excluded.body,
                  signature = excluded.signature, updated_at = excluded.updated_at
                """)) {
            write.setLong(1, beneficiaryId);
            write.setString(2, kind.name());
            write.setString(3, text.subject());
            write.setString(4, text.body());
            write.setString(5, text.signature());
            dialect.bind(write, 6, now);
            write.executeUpdate();
        }
    }

    void remove(Connection connection, long beneficiaryId, Kind kind) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM mail_text_used WHERE beneficiary_id = ? AND kind = ?")) {
            delete.setLong(1, beneficiaryId);
            delete.setString(2, kind.name());
            delete.executeUpdate();
        }
    }
}
