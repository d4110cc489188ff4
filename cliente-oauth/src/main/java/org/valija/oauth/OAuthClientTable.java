package org.valija.oauth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.SealedText.Place;
import org.valija.sql.Dialect;

/** All SQL of {@code oauth_client}. */
final class OAuthClientTable {

    private static final String TABLE = "oauth_client";

    static final SealedTable SEALED = SealedTable.numbered(TABLE, "id", "client_id", "client_secret");

    private final Dialect dialect;
    private final SealedText sealed;

    OAuthClientTable(Dialect dialect, SealedText sealed) {
        this.dialect = dialect;
        this.sealed = sealed;
    }

    record Row(long id, OAuthClient client, boolean current) {}

    /** Adds a client and makes it the provider's current one. */
    long add(Connection connection, OAuthClient client, Instant now) throws SQLException {
        retireAll(connection, client.providerId());
        long id = insert(connection, client, now);
        seal(connection, id, client);
        return id;
    }

    /** Makes the client current again and takes over its secret, type, tenant and transport; its grants stay with it. */
    void replace(Connection connection, long id, OAuthClient client) throws SQLException {
        retireAll(connection, client.providerId());
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE oauth_client SET current = ?, client_type = ?, tenant = ?, transport = ? WHERE id = ?")) {
            update.setBoolean(1, true);
            update.setString(2, client.type().name());
            update.setString(3, client.tenant().orElse(null));
            update.setString(4, client.transport().map(TransportKind::word).orElse(null));
            update.setLong(5, id);
            update.executeUpdate();
        }
        seal(connection, id, client);
    }

    Optional<Row> current(Connection connection, int providerId) throws SQLException {
        return ofProvider(connection, providerId).stream().filter(Row::current).findFirst();
    }

    /** The road that the provider's current client asks for, where it names one; opens no seal. */
    Optional<TransportKind> transport(Connection connection, int providerId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT transport FROM oauth_client WHERE provider_id = ? AND current = ?")) {
            query.setInt(1, providerId);
            query.setBoolean(2, true);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? kind(rows) : Optional.empty();
            }
        }
    }

    private static Optional<TransportKind> kind(ResultSet rows) throws SQLException {
        return Optional.ofNullable(rows.getString("transport")).flatMap(TransportKind::ofWord);
    }

    /** The provider's client with that public id. Few rows, and ids are sealed: they are opened one by one. */
    Optional<Row> find(Connection connection, int providerId, String clientId) throws SQLException {
        return ofProvider(connection, providerId).stream()
                .filter(row -> row.client().clientId().equals(clientId))
                .findFirst();
    }

    Optional<Row> byId(Connection connection, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM oauth_client WHERE id = ?")) {
            query.setLong(1, id);
            return read(query).stream().findFirst();
        }
    }

    private static final String COLUMNS =
            "id, provider_id, client_id, client_secret, client_type, tenant, secret_expires_at, transport, current";

    private static void retireAll(Connection connection, int providerId) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE oauth_client SET current = ? WHERE provider_id = ?")) {
            update.setBoolean(1, false);
            update.setInt(2, providerId);
            update.executeUpdate();
        }
    }

    private List<Row> ofProvider(Connection connection, int providerId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM oauth_client WHERE provider_id = ? ORDER BY id DESC")) {
            query.setInt(1, providerId);
            return read(query);
        }
    }

    private List<Row> read(PreparedStatement query) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                long id = rows.getLong("id");
                @Nullable String secret = rows.getString("client_secret");
                found.add(new Row(
                        id,
                        new OAuthClient(
                                rows.getInt("provider_id"),
                                sealed.open(rows.getString("client_id"), place("client_id", id))
                                        .reveal(),
                                Optional.ofNullable(secret).map(text -> sealed.open(text, place("client_secret", id))),
                                OAuthClient.Type.valueOf(rows.getString("client_type")),
                                Optional.ofNullable(rows.getString("tenant")),
                                dialect.instant(rows, "secret_expires_at"),
                                kind(rows)),
                        rows.getBoolean("current")));
            }
        }
        return found;
    }

    private long insert(Connection connection, OAuthClient client, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO oauth_client"
                + " (provider_id, client_id, client_type, tenant, transport, current, created_at)"
                + " VALUES (?, '', ?, ?, ?, ?, ?) RETURNING id")) {
            insert.setInt(1, client.providerId());
            insert.setString(2, client.type().name());
            insert.setString(3, client.tenant().orElse(null));
            insert.setString(4, client.transport().map(TransportKind::word).orElse(null));
            insert.setBoolean(5, true);
            dialect.bind(insert, 6, now);
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void seal(Connection connection, long id, OAuthClient client) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE oauth_client SET client_id = ?, client_secret = ?, secret_expires_at = ? WHERE id = ?")) {
            update.setString(1, sealed.seal(Secret.of(client.clientId()), place("client_id", id)));
            update.setString(
                    2,
                    client.secret()
                            .map(secret -> sealed.seal(secret, place("client_secret", id)))
                            .orElse(null));
            dialect.bind(update, 3, client.secretExpiresAt());
            update.setLong(4, id);
            update.executeUpdate();
        }
    }

    private static Place place(String column, long id) {
        return Place.of(TABLE, column, id);
    }
}
