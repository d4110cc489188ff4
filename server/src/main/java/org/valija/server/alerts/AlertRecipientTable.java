package org.valija.server.alerts;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;

/** All SQL of {@code alert_recipient}. */
@Repository
class AlertRecipientTable {

    private final Database database;

    AlertRecipientTable(Database database) {
        this.database = database;
    }

    /** Codes of who gets alerts by mail. */
    Set<String> all() {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT user_code FROM alert_recipient");
                    ResultSet rows = query.executeQuery()) {
                Set<String> codes = new TreeSet<>();
                while (rows.next()) {
                    codes.add(rows.getString(1));
                }
                return codes;
            }
        });
    }

    /** Puts these in the place of those before. */
    void put(Collection<String> codes) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM alert_recipient");
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO alert_recipient (user_code) VALUES (?)")) {
                delete.executeUpdate();
                for (String code : codes) {
                    insert.setString(1, code);
                    insert.executeUpdate();
                }
                return true;
            }
        });
    }
}
