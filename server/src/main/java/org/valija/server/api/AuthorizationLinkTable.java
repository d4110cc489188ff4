package org.valija.server.api;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code api_authorization}. What stands in the address is not stored, only its hash. */
@Repository
class AuthorizationLinkTable {

    private final Database database;
    private final Dialect dialect;

    AuthorizationLinkTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Adds one, and forgets those that ended before {@code limit}. */
    void insert(AuthorizationLink link, String linkHash, Instant limit) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete =
                            connection.prepareStatement("DELETE FROM api_authorization WHERE expires_at < ?");
                    PreparedStatement insert = connection.prepareStatement("""
                            INSERT INTO api_authorization
                              (id, link_hash, token_id, program, user_code, provider_id, email, created_at, expires_at)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)) {
                dialect.bind(delete, 1, limit);
                delete.executeUpdate();
                insert.setString(1, link.id());
                insert.setString(2, linkHash);
                insert.setLong(3, link.tokenId());
                insert.setString(4, link.program());
                insert.setString(5, link.userCode());
                insert.setInt(6, link.providerId());
                insert.setString(7, link.email());
                dialect.bind(insert, 8, link.createdAt());
                dialect.bind(insert, 9, link.expiresAt());
                return insert.executeUpdate();
            }
        });
    }

    Optional<AuthorizationLink> find(String id) {
        return by("id", id);
    }

    Optional<AuthorizationLink> byHash(String linkHash) {
        return by("link_hash", linkHash);
    }

    void refused(String id, Instant now) {
        database.inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE api_authorization SET refused_at = ? WHERE id = ?")) {
                dialect.bind(update, 1, now);
                update.setString(2, id);
                return update.executeUpdate();
            }
        });
    }

    private Optional<AuthorizationLink> by(String column, String value) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT id, token_id, program, user_code, provider_id, email, created_at, expires_at, refused_at"
                            + " FROM api_authorization WHERE " + column + " = ?")) {
                query.setString(1, value);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new AuthorizationLink(
                                    rows.getString("id"),
                                    rows.getLong("token_id"),
                                    rows.getString("program"),
                                    rows.getString("user_code"),
                                    rows.getInt("provider_id"),
                                    rows.getString("email"),
                                    dialect.instant(rows, "created_at").orElseThrow(),
                                    dialect.instant(rows, "expires_at").orElseThrow(),
                                    dialect.instant(rows, "refused_at")))
                            : Optional.empty();
                }
            }
        });
    }
}
