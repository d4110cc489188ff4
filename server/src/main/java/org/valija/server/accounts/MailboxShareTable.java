package org.valija.server.accounts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;

/** All SQL of {@code mailbox_share}. */
@Repository
class MailboxShareTable {

    private final Database database;

    MailboxShareTable(Database database) {
        this.database = database;
    }

    /** The accounts that are shared with a profile. */
    Set<Long> ofProfile(String profile) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT emails_id FROM mailbox_share WHERE profile = ?")) {
                query.setString(1, profile);
                Set<Long> accounts = new HashSet<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        accounts.add(rows.getLong(1));
                    }
                }
                return accounts;
            }
        });
    }

    /** The profiles that an account is shared with. */
    Set<String> ofAccount(long grantId) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT profile FROM mailbox_share WHERE emails_id = ?")) {
                query.setLong(1, grantId);
                Set<String> profiles = new HashSet<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        profiles.add(rows.getString(1));
                    }
                }
                return profiles;
            }
        });
    }

    /** Shares an account with these profiles and no others. */
    void put(Connection connection, long grantId, Set<String> profiles) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM mailbox_share WHERE emails_id = ?")) {
            delete.setLong(1, grantId);
            delete.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO mailbox_share (emails_id, profile) VALUES (?, ?)")) {
            for (String profile : profiles) {
                insert.setLong(1, grantId);
                insert.setString(2, profile);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
