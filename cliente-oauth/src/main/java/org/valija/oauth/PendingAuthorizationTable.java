package org.valija.oauth;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.valija.oauth.SealedText.Place;
import org.valija.sql.Dialect;

/** All SQL of {@code pending_authorization}. The {@code state} itself is not stored, only its hash. */
final class PendingAuthorizationTable {

    private static final String TABLE = "pending_authorization";

    static final SealedTable SEALED = SealedTable.keyed(TABLE, "state_hash", "code_verifier");

    private final Dialect dialect;
    private final SealedText sealed;

    PendingAuthorizationTable(Dialect dialect, SealedText sealed) {
        this.dialect = dialect;
        this.sealed = sealed;
    }

    record Pending(
            String stateHash,
            String bindingHash,
            String userCode,
            int providerId,
            long oauthClientId,
            Optional<String> expectedEmail,
            URI redirectUri,
            Secret codeVerifier,
            String nonce,
            Optional<String> returnTo,
            Optional<TransportKind> transport,
            Instant expiresAt,
            Optional<Instant> usedAt) {}

    void insert(Connection connection, Pending pending, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO pending_authorization (state_hash, binding_hash, user_code, provider_id, oauth_client_id,
                  expected_email, redirect_uri, code_verifier, nonce, return_to, transport, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setString(1, pending.stateHash());
            insert.setString(2, pending.bindingHash());
            insert.setString(3, pending.userCode());
            insert.setInt(4, pending.providerId());
            insert.setLong(5, pending.oauthClientId());
            insert.setString(6, pending.expectedEmail().orElse(null));
            insert.setString(7, pending.redirectUri().toString());
            insert.setString(8, sealed.seal(pending.codeVerifier(), place(pending.stateHash())));
            insert.setString(9, pending.nonce());
            insert.setString(10, pending.returnTo().orElse(null));
            insert.setString(11, pending.transport().map(TransportKind::word).orElse(null));
            dialect.bind(insert, 12, now);
            dialect.bind(insert, 13, pending.expiresAt());
            insert.executeUpdate();
        }
    }

    Optional<Pending> find(Connection connection, String stateHash) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT binding_hash, user_code, provider_id, oauth_client_id, expected_email, redirect_uri,
                  code_verifier, nonce, return_to, transport, expires_at, used_at
                FROM pending_authorization WHERE state_hash = ?
                """)) {
            query.setString(1, stateHash);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(read(rows, stateHash)) : Optional.empty();
            }
        }
    }

    /** Uses it up; only the first caller gets {@code true}. */
    boolean use(Connection connection, String stateHash, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE pending_authorization SET used_at = ? WHERE state_hash = ? AND used_at IS NULL")) {
            dialect.bind(update, 1, now);
            update.setString(2, stateHash);
            return update.executeUpdate() == 1;
        }
    }

    /** Forgets those whose time ended before {@code limit}. */
    void sweep(Connection connection, Instant limit) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM pending_authorization WHERE expires_at < ?")) {
            dialect.bind(delete, 1, limit);
            delete.executeUpdate();
        }
    }

    private Pending read(ResultSet rows, String stateHash) throws SQLException {
        return new Pending(
                stateHash,
                rows.getString("binding_hash"),
                rows.getString("user_code"),
                rows.getInt("provider_id"),
                rows.getLong("oauth_client_id"),
                Optional.ofNullable(rows.getString("expected_email")),
                URI.create(rows.getString("redirect_uri")),
                sealed.open(rows.getString("code_verifier"), place(stateHash)),
                rows.getString("nonce"),
                Optional.ofNullable(rows.getString("return_to")),
                Optional.ofNullable(rows.getString("transport")).flatMap(TransportKind::ofWord),
                dialect.instant(rows, "expires_at").orElseThrow(),
                dialect.instant(rows, "used_at"));
    }

    private static Place place(String stateHash) {
        return Place.of(TABLE, "code_verifier", stateHash);
    }
}
