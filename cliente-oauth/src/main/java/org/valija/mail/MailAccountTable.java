package org.valija.mail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.valija.oauth.TransportKind;
import org.valija.sql.Dialect;

/** All SQL of {@code mail_account}: the accounts that do not follow what is set for their provider. */
final class MailAccountTable {

    private final Dialect dialect;

    MailAccountTable(Dialect dialect) {
        this.dialect = dialect;
    }

    Optional<TransportKind> transport(Connection connection, long grantId) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT transport FROM mail_account WHERE emails_id = ?")) {
            query.setLong(1, grantId);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? TransportKind.ofWord(rows.getString(1)) : Optional.empty();
            }
        }
    }

    void choose(Connection connection, long grantId, TransportKind kind, Instant now) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO mail_account (emails_id, transport, chosen_at) VALUES (?, ?, ?)
                ON CONFLICT (emails_id) DO UPDATE SET transport = excluded.transport, chosen_at = excluded.chosen_at
                """)) {
            upsert.setLong(1, grantId);
            upsert.setString(2, kind.word());
            dialect.bind(upsert, 3, now);
            upsert.executeUpdate();
        }
    }

    void forget(Connection connection, long grantId) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM mail_account WHERE emails_id = ?")) {
            delete.setLong(1, grantId);
            delete.executeUpdate();
        }
    }
}
