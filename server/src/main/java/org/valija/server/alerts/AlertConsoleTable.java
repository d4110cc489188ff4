package org.valija.server.alerts;

import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;

/** All SQL of {@code alert_console}. */
@Repository
class AlertConsoleTable {

    private final Database database;

    AlertConsoleTable(Database database) {
        this.database = database;
    }

    Optional<URI> find() {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT address FROM alert_console");
                    ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(URI.create(rows.getString(1))) : Optional.empty();
            }
        });
    }

    void put(URI address) {
        database.inTransaction(connection -> {
            try (PreparedStatement put = connection.prepareStatement("""
                    INSERT INTO alert_console (only_row, address) VALUES (1, ?)
                    ON CONFLICT (only_row) DO UPDATE SET address = excluded.address
                    """)) {
                put.setString(1, address.toString());
                return put.executeUpdate();
            }
        });
    }
}
