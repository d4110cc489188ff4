package org.valija.oauth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.valija.sql.Dialect;

/** All SQL of {@code vault_key}: which keys this database's ciphertext was made with. */
final class VaultKeyTable {

    private final Dialect dialect;

    VaultKeyTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Compares the keys held with the database's; the first node to come writes its own down.
     *
     * @throws VaultKeyException when the database knows a key that is not held, or another under the same id
     */
    void check(Connection connection, Map<Long, String> held, Instant now) throws SQLException {
        Map<Long, String> known = all(connection);
        known.forEach((id, fingerprint) -> {
            if (!fingerprint.equals(held.get(id))) {
                throw new VaultKeyException("The key file is not the one that this database was sealed with: key "
                        + Long.toHexString(id) + " is missing or another. Restore the key file that belongs to this"
                        + " database (its backup, or another node's copy). Nothing was changed.");
            }
        });
        for (Map.Entry<Long, String> key : held.entrySet()) {
            if (!known.containsKey(key.getKey())) {
                insert(connection, key.getKey(), key.getValue(), now);
            }
        }
    }

    private static Map<Long, String> all(Connection connection) throws SQLException {
        Map<Long, String> known = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key_id, fingerprint FROM vault_key")) {
            while (rows.next()) {
                known.put(rows.getLong(1), rows.getString(2));
            }
        }
        return known;
    }

    private void insert(Connection connection, long id, String fingerprint, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO vault_key (key_id, fingerprint, created_at) VALUES (?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, fingerprint);
            dialect.bind(insert, 3, now);
            insert.executeUpdate();
        }
    }
}
