package org.valija.server.recovery;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;

/** All SQL of {@code system_mailbox_account}. */
@Repository
class SystemMailboxTable {

    private final Database database;

    SystemMailboxTable(Database database) {
        this.database = database;
    }

    /** The accounts that are chosen, the first to be tried first. */
    List<Long> all() {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT emails_id FROM system_mailbox_account ORDER BY position");
                    ResultSet rows = query.executeQuery()) {
                List<Long> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
                return List.copyOf(found);
            }
        });
    }

    /** Puts these in the place of those that were chosen before; each account once. */
    void put(List<Long> grantIds) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM system_mailbox_account");
                    PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO system_mailbox_account (position, emails_id) VALUES (?, ?)")) {
                delete.executeUpdate();
                insert(insert, grantIds);
                return true;
            }
        });
    }

    private static void insert(PreparedStatement insert, List<Long> grantIds) throws SQLException {
        for (int i = 0; i < grantIds.size(); i++) {
            insert.setInt(1, i + 1);
            insert.setLong(2, grantIds.get(i));
            insert.executeUpdate();
        }
    }
}
