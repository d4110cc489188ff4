package org.valija.server.secondfactor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;

/** All SQL of {@code recovery_code}. Of several who take the same code, on whichever node, one does. */
@Repository
class RecoveryCodeTable {

    private final Database database;

    RecoveryCodeTable(Database database) {
        this.database = database;
    }

    /** A code that was not used. */
    record Row(long id, String codeHash) {}

    List<Row> ofUser(String userCode) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT id, code_hash FROM recovery_code WHERE user_code = ? ORDER BY id")) {
                query.setString(1, userCode);
                List<Row> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Row(rows.getLong("id"), rows.getString("code_hash")));
                    }
                }
                return found;
            }
        });
    }

    int count(String userCode) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT COUNT(*) FROM recovery_code WHERE user_code = ?")) {
                query.setString(1, userCode);
                try (ResultSet rows = query.executeQuery()) {
                    rows.next();
                    return rows.getInt(1);
                }
            }
        });
    }

    /** Puts these in the place of all that the user has, in the caller's transaction. */
    void replace(Connection connection, String userCode, List<String> codeHashes) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM recovery_code WHERE user_code = ?")) {
            delete.setString(1, userCode);
            delete.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO recovery_code (user_code, code_hash) VALUES (?, ?)")) {
            for (String codeHash : codeHashes) {
                insert.setString(1, userCode);
                insert.setString(2, codeHash);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Uses a code up in the caller's transaction; gives whether it was still there. */
    boolean take(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM recovery_code WHERE id = ?")) {
            delete.setLong(1, id);
            return delete.executeUpdate() == 1;
        }
    }
}
