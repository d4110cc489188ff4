package org.valija.oauth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.SealedText.Place;
import org.valija.sql.Dialect;

/**
 * All SQL of table {@code Emails}, whose nine columns the mission names.
 *
 * <p>{@code IdCliente}, {@code AccesToken} and {@code RefreshToken} are sealed to their row and owner: a row is inserted
 * first and its secrets are written with the id it got, in the same transaction.
 */
final class EmailsTable {

    private static final String TABLE = "Emails";

    static final SealedTable SEALED = SealedTable.numbered(TABLE, "Id", "IdCliente", "AccesToken", "RefreshToken")
            .ownedBy("CodigoUsuario", "IdProveedor", "EMail")
            .versioned("RowVersion");

    private final Dialect dialect;
    private final SealedText sealed;

    EmailsTable(Dialect dialect, SealedText sealed) {
        this.dialect = dialect;
        this.sealed = sealed;
    }

    /** Whose row it is: the unique key, and part of what the secrets are sealed to. */
    record Owner(String userCode, int providerId, String email) {}

    /** The secrets of a row, opened. */
    record Tokens(String clientId, Optional<Secret> access, Optional<Secret> refresh, Optional<Instant> expiresAt) {}

    /** A row as it stands; its secrets still sealed. */
    record Row(
            long id,
            long rowVersion,
            Owner owner,
            Optional<Instant> expiresAt,
            String sealedClientId,
            Optional<String> sealedAccess,
            Optional<String> sealedRefresh) {}

    long insert(Connection connection, Owner owner) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO "Emails" ("RowVersion", "CodigoUsuario", "IdCliente", "IdProveedor", "EMail")
                VALUES (?, ?, '', ?, ?) RETURNING "Id"
                """)) {
            insert.setLong(1, Hashes.rowVersion(0));
            insert.setString(2, owner.userCode());
            insert.setInt(3, owner.providerId());
            insert.setString(4, owner.email());
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    Optional<Row> find(Connection connection, long id) throws SQLException {
        return find(connection, id, "");
    }

    /** Reads the row and keeps others from writing it until the transaction ends. */
    Optional<Row> lock(Connection connection, long id) throws SQLException {
        return find(connection, id, dialect == Dialect.POSTGRESQL ? " FOR UPDATE" : "");
    }

    Optional<Long> idOf(Connection connection, Owner owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT "Id" FROM "Emails" WHERE "CodigoUsuario" = ? AND "IdProveedor" = ? AND "EMail" = ?
                """)) {
            query.setString(1, owner.userCode());
            query.setInt(2, owner.providerId());
            query.setString(3, owner.email());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        }
    }

    /**
     * Writes tokens over those of {@code row}.
     *
     * @return whether the row was still the one read; if not, nothing was written
     */
    boolean write(Connection connection, Row row, Tokens tokens) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE "Emails" SET "RowVersion" = ?, "IdCliente" = ?, "FechaExpiracion" = ?, "AccesToken" = ?,
                  "RefreshToken" = ? WHERE "Id" = ? AND "RowVersion" = ?
                """)) {
            update.setLong(1, Hashes.rowVersion(row.rowVersion()));
            update.setString(2, sealed.seal(Secret.of(tokens.clientId()), place(row, "IdCliente")));
            dialect.bind(update, 3, tokens.expiresAt());
            update.setString(4, seal(row, "AccesToken", tokens.access()));
            update.setString(5, seal(row, "RefreshToken", tokens.refresh()));
            update.setLong(6, row.id());
            update.setLong(7, row.rowVersion());
            return update.executeUpdate() == 1;
        }
    }

    /** Erases the tokens without looking at them: a row that does not open can be disconnected too. */
    void forgetTokens(Connection connection, Row row) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE "Emails" SET "RowVersion" = ?, "FechaExpiracion" = NULL, "AccesToken" = NULL,
                  "RefreshToken" = NULL WHERE "Id" = ?
                """)) {
            update.setLong(1, Hashes.rowVersion(row.rowVersion()));
            update.setLong(2, row.id());
            update.executeUpdate();
        }
    }

    /**
     * Opens the secrets of a row.
     *
     * @throws SealBrokenException when one was edited, moved, or sealed with another key
     */
    Tokens open(Row row) {
        return new Tokens(
                sealed.open(row.sealedClientId(), place(row, "IdCliente")).reveal(),
                row.sealedAccess().map(text -> sealed.open(text, place(row, "AccesToken"))),
                row.sealedRefresh().map(text -> sealed.open(text, place(row, "RefreshToken"))),
                row.expiresAt());
    }

    private @Nullable String seal(Row row, String column, Optional<Secret> secret) {
        return secret.map(value -> sealed.seal(value, place(row, column))).orElse(null);
    }

    private Optional<Row> find(Connection connection, long id, String suffix) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT "Id", "RowVersion", "CodigoUsuario", "IdCliente", "IdProveedor", "EMail", "FechaExpiracion",
                  "AccesToken", "RefreshToken" FROM "Emails" WHERE "Id" = ?""" + suffix)) {
            query.setLong(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(row(rows)) : Optional.empty();
            }
        }
    }

    private Row row(ResultSet rows) throws SQLException {
        return new Row(
                rows.getLong("Id"),
                rows.getLong("RowVersion"),
                new Owner(rows.getString("CodigoUsuario"), rows.getInt("IdProveedor"), rows.getString("EMail")),
                dialect.instant(rows, "FechaExpiracion"),
                rows.getString("IdCliente"),
                Optional.ofNullable(rows.getString("AccesToken")),
                Optional.ofNullable(rows.getString("RefreshToken")));
    }

    private static Place place(Row row, String column) {
        Owner owner = row.owner();
        return Place.of(TABLE, column, row.id(), owner.userCode(), owner.providerId(), owner.email());
    }
}
