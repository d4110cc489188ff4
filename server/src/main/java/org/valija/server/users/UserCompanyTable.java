package org.valija.server.users;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;

/** All SQL of {@code user_company}. */
@Repository
class UserCompanyTable {

    private final Database database;

    UserCompanyTable(Database database) {
        this.database = database;
    }

    /** The companies that are named for a user. */
    Set<Long> of(String userCode) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT company_id FROM user_company WHERE user_code = ?")) {
                query.setString(1, userCode);
                Set<Long> companies = new HashSet<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        companies.add(rows.getLong(1));
                    }
                }
                return companies;
            }
        });
    }

    /** Names these and no others. */
    void put(Connection connection, String userCode, Set<Long> companies) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM user_company WHERE user_code = ?")) {
            delete.setString(1, userCode);
            delete.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO user_company (user_code, company_id) VALUES (?, ?)")) {
            for (long company : companies) {
                insert.setString(1, userCode);
                insert.setLong(2, company);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
