package org.valija.server.recovery;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.OptionalLong;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;

/** All SQL of {@code system_mailbox}. */
@Repository
class SystemMailboxTable {

    private final Database database;

    SystemMailboxTable(Database database) {
        this.database = database;
    }

    /** The account that is chosen. */
    OptionalLong find() {
        return database.run(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT emails_id FROM system_mailbox WHERE only_row = 1");
                    ResultSet rows = query.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        });
    }

    void put(long grantId) {
        database.inTransaction(connection -> {
            try (PreparedStatement put = connection.prepareStatement("""
                    INSERT INTO system_mailbox (only_row, emails_id) VALUES (1, ?)
                    ON CONFLICT (only_row) DO UPDATE SET emails_id = excluded.emails_id
                    """)) {
                put.setLong(1, grantId);
                return put.executeUpdate();
            }
        });
    }

    void clear() {
        database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM system_mailbox")) {
                return delete.executeUpdate();
            }
        });
    }
}
