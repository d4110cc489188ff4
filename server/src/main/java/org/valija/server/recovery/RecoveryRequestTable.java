package org.valija.server.recovery;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code recovery_request}. Of several who take a request, on whichever node, one does. */
@Repository
class RecoveryRequestTable {

    private final Database database;
    private final Dialect dialect;

    RecoveryRequestTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    void insert(RecoveryRequest request) {
        database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO recovery_request (id, code_hash, console, language, asked_at) VALUES (?, ?, ?, ?, ?)")) {
                insert.setString(1, request.id());
                insert.setString(2, request.codeHash());
                insert.setString(3, request.console().toString());
                insert.setString(4, request.language().toLanguageTag());
                dialect.bind(insert, 5, request.askedAt());
                return insert.executeUpdate();
            }
        });
    }

    /** The oldest ones. */
    List<RecoveryRequest> oldest(int most) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT id, code_hash, console, language, asked_at FROM recovery_request ORDER BY asked_at LIMIT ?")) {
                query.setInt(1, most);
                List<RecoveryRequest> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(new RecoveryRequest(
                                rows.getString("id"),
                                rows.getString("code_hash"),
                                URI.create(rows.getString("console")),
                                Locale.forLanguageTag(rows.getString("language")),
                                dialect.instant(rows, "asked_at").orElseThrow()));
                    }
                }
                return found;
            }
        });
    }

    /** Takes a request away in a transaction of its own; gives whether it was still there. */
    boolean take(String id) {
        return database.inTransaction(connection -> take(connection, id));
    }

    /** The same with the caller's transaction. */
    boolean take(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM recovery_request WHERE id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate() == 1;
        }
    }
}
