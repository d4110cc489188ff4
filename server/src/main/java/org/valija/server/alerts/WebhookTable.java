package org.valija.server.alerts;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.oauth.HostSecrets;
import org.valija.oauth.OAuth;
import org.valija.server.secrets.SealedColumns;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code webhook}: one row, or none. Its secret is sealed by the vault. */
@Repository
class WebhookTable {

    private static final String ONLY = "events";

    private final Database database;
    private final Dialect dialect;
    private final HostSecrets secrets;

    WebhookTable(Database database, OAuth oauth) {
        this.database = database;
        this.dialect = database.dialect();
        this.secrets = oauth.hostSecrets();
    }

    /** @throws org.valija.oauth.SealBrokenException when the secret does not open */
    Optional<Webhook> find() {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT address, secret FROM webhook WHERE name = ?")) {
                query.setString(1, ONLY);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Webhook(
                                    URI.create(rows.getString(1)),
                                    secrets.open(SealedColumns.WEBHOOK, ONLY, rows.getString(2))))
                            : Optional.empty();
                }
            }
        });
    }

    /** Whether there is one, with the caller's connection; opens no seal. */
    boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM webhook");
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    void put(Connection connection, Webhook webhook, Instant now) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement("""
                INSERT INTO webhook (name, address, secret, changed_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET address = excluded.address, secret = excluded.secret,
                  changed_at = excluded.changed_at
                """)) {
            put.setString(1, ONLY);
            put.setString(2, webhook.address().toString());
            put.setString(3, secrets.seal(SealedColumns.WEBHOOK, ONLY, webhook.secret()));
            dialect.bind(put, 4, now);
            put.executeUpdate();
        }
    }

    void delete(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM webhook")) {
            delete.executeUpdate();
        }
    }
}
