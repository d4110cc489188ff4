package org.valija.server.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.server.api.ApiTokens.NewToken;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code api_token}. The value of a token is not stored, only its hash. */
@Repository
class ApiTokenTable {

    private static final String COLUMNS =
            "id, hint, name, scopes, user_code, created_by, created_at, expires_at, last_used_at, revoked_at";

    private final Database database;
    private final Dialect dialect;

    ApiTokenTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Adds a token; gives its id. */
    long insert(Connection connection, NewToken token, String hash, String hint, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO api_token (token_hash, hint, name, scopes, user_code, created_by, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
                """)) {
            insert.setString(1, hash);
            insert.setString(2, hint);
            insert.setString(3, token.name());
            insert.setString(4, Scope.write(token.scopes()));
            insert.setString(5, token.userCode().orElse(null));
            insert.setString(6, token.createdBy());
            dialect.bind(insert, 7, now);
            dialect.bind(insert, 8, now.plus(token.lifetime()));
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    Optional<ApiToken> find(long id) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM api_token WHERE id = ?")) {
                query.setLong(1, id);
                return read(query).stream().findFirst();
            }
        });
    }

    Optional<ApiToken> byHash(String hash) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM api_token WHERE token_hash = ?")) {
                query.setString(1, hash);
                return read(query).stream().findFirst();
            }
        });
    }

    /** The latest first. */
    List<ApiToken> all() {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM api_token ORDER BY id DESC")) {
                return read(query);
            }
        });
    }

    void used(long id, Instant now) {
        database.inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE api_token SET last_used_at = ? WHERE id = ?")) {
                dialect.bind(update, 1, now);
                update.setLong(2, id);
                return update.executeUpdate();
            }
        });
    }

    /** Takes a token back; false when it was before, or there is none. */
    boolean revoke(Connection connection, long id, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE api_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")) {
            dialect.bind(update, 1, now);
            update.setLong(2, id);
            return update.executeUpdate() == 1;
        }
    }

    private List<ApiToken> read(PreparedStatement query) throws SQLException {
        List<ApiToken> tokens = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                tokens.add(new ApiToken(
                        rows.getLong("id"),
                        rows.getString("hint"),
                        rows.getString("name"),
                        Scope.read(rows.getString("scopes")),
                        Optional.ofNullable(rows.getString("user_code")),
                        rows.getString("created_by"),
                        dialect.instant(rows, "created_at").orElseThrow(),
                        dialect.instant(rows, "expires_at").orElseThrow(),
                        dialect.instant(rows, "last_used_at"),
                        dialect.instant(rows, "revoked_at")));
            }
        }
        return tokens;
    }
}
