package org.valija.oauth;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.valija.oauth.VaultKeyException.Problem;
import org.valija.sql.Dialect;

/**
 * All SQL of {@code vault_key}: which keys this database knows. A key is known from {@code keys add}, in use from the moment
 * it may have sealed a value, and retired when no value is sealed with it any more.
 */
final class VaultKeyTable {

    private final Dialect dialect;

    VaultKeyTable(Dialect dialect) {
        this.dialect = dialect;
    }

    record Known(
            long id, String fingerprint, Instant createdAt, Optional<Instant> inUseSince, Optional<Instant> retiredAt) {

        boolean inUse() {
            return inUseSince.isPresent() && retiredAt.isEmpty();
        }
    }

    List<Known> all(Connection connection) throws SQLException {
        List<Known> known = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT key_id, fingerprint, created_at, in_use_since, retired_at"
                                + " FROM vault_key ORDER BY created_at, key_id")) {
            while (rows.next()) {
                known.add(new Known(
                        rows.getLong("key_id"),
                        rows.getString("fingerprint"),
                        dialect.instant(rows, "created_at").orElseThrow(),
                        dialect.instant(rows, "in_use_since"),
                        dialect.instant(rows, "retired_at")));
            }
        }
        return known;
    }

    boolean isInUse(Connection connection) throws SQLException {
        return all(connection).stream().anyMatch(Known::inUse);
    }

    /**
     * Compares the keys held with the database's (decision 10): all keys in use must be held, none may be another under the
     * same id, and the primary must not be retired.
     *
     * @throws VaultKeyException when they do not fit
     */
    void check(Connection connection, VaultKeys held, Path file) throws SQLException {
        for (Known known : all(connection)) {
            String fingerprint = held.fingerprints().get(known.id());
            boolean another = fingerprint != null && !fingerprint.equals(known.fingerprint());
            if (another || fingerprint == null && known.inUse()) {
                throw notOfThisDatabase(file, known.id());
            }
            if (known.retiredAt().isPresent() && known.id() == held.primaryKeyId()) {
                String id = Long.toHexString(known.id());
                throw new VaultKeyException(
                        Problem.PRIMARY_RETIRED,
                        "The key file " + file + " still seals with key " + id
                                + ", which was retired. Copy the key file" + " of another node. Nothing was changed.",
                        file.toString(),
                        id);
            }
        }
    }

    private static VaultKeyException notOfThisDatabase(Path file, long keyId) {
        String id = Long.toHexString(keyId);
        return new VaultKeyException(
                Problem.NOT_OF_THIS_DATABASE,
                "The key file " + file + " is not the one that this database was sealed with: key " + id
                        + " is missing or another. Restore the key file that belongs to this database (its backup, or"
                        + " another node's copy). Nothing was changed.",
                file.toString(),
                id);
    }

    /** Keeps others from changing what is known of the keys until the transaction ends. */
    void lock(Connection connection) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE vault_key IN SHARE ROW EXCLUSIVE MODE");
            }
        }
    }

    /** Writes down that there is a key; values are not sealed with it yet. */
    void add(Connection connection, long id, String fingerprint, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO vault_key"
                + " (key_id, fingerprint, created_at) VALUES (?, ?, ?) ON CONFLICT (key_id) DO NOTHING")) {
            insert.setLong(1, id);
            insert.setString(2, fingerprint);
            dialect.bind(insert, 3, now);
            insert.executeUpdate();
        }
    }

    /** Writes down that values may be sealed with the primary of these keys from now on. */
    void use(Connection connection, VaultKeys keys, Instant now) throws SQLException {
        long id = keys.primaryKeyId();
        add(connection, id, String.valueOf(keys.fingerprints().get(id)), now);
        update(connection, "UPDATE vault_key SET in_use_since = ? WHERE key_id = ? AND in_use_since IS NULL", id, now);
    }

    void retire(Connection connection, long id, Instant now) throws SQLException {
        update(connection, "UPDATE vault_key SET retired_at = ? WHERE key_id = ? AND retired_at IS NULL", id, now);
    }

    private void update(Connection connection, String sql, long id, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            dialect.bind(update, 1, now);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }
}
