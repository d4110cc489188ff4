package org.valija.server.users;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code app_user}. */
@Repository
class UserTable {

    private static final String COLUMNS =
            "code, name, recovery_email, profile, all_companies, language, active, must_change, oauth_option, last_entry_at";

    private final Database database;
    private final Dialect dialect;

    UserTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Adds a user; gives whether the code was free. */
    boolean insert(User user, String keyHash, Instant now) {
        return database.inTransaction(connection -> insert(connection, user, keyHash, now));
    }

    /** The same in the caller's transaction. */
    boolean insert(Connection connection, User user, String keyHash, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO app_user
                      (code, name, recovery_email, profile, all_companies, language, active, must_change, oauth_option,
                       clave_hash, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING
                    """)) {
            insert.setString(1, user.code());
            insert.setString(2, user.name());
            insert.setString(3, user.recoveryEmail());
            insert.setString(4, user.profile());
            insert.setBoolean(5, user.allCompanies());
            insert.setString(6, user.language().map(Language::code).orElse(""));
            insert.setBoolean(7, user.active());
            insert.setBoolean(8, user.mustChange());
            insert.setBoolean(9, user.oauthOption());
            insert.setString(10, keyHash);
            dialect.bind(insert, 11, now);
            return insert.executeUpdate() == 1;
        }
    }

    /** Changes what the catalogue says of a user; gives whether there is such a one. */
    boolean update(Connection connection, String code, UserData data) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE app_user SET name = ?, recovery_email = ?, profile = ?, language = ?, active = ? WHERE code = ?
                """)) {
            update.setString(1, data.name());
            update.setString(2, data.recoveryEmail());
            update.setString(3, data.profile());
            update.setString(4, data.language().map(Language::code).orElse(""));
            update.setBoolean(5, data.active());
            update.setString(6, code);
            return update.executeUpdate() == 1;
        }
    }

    /** Changes whether a user sees every company. */
    void updateAllCompanies(Connection connection, String code, boolean all) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE app_user SET all_companies = ? WHERE code = ?")) {
            update.setBoolean(1, all);
            update.setString(2, code);
            update.executeUpdate();
        }
    }

    void updateLanguage(String code, Language language) {
        database.inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE app_user SET language = ? WHERE code = ?")) {
                update.setString(1, language.code());
                update.setString(2, code);
                return update.executeUpdate();
            }
        });
    }

    void updateKey(String code, String keyHash, boolean mustChange) {
        database.inTransaction(connection -> updateKey(connection, code, keyHash, mustChange));
    }

    /** The same in the caller's transaction; gives whether there is such a user. */
    boolean updateKey(Connection connection, String code, String keyHash, boolean mustChange) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE app_user SET clave_hash = ?, must_change = ? WHERE code = ?")) {
            update.setString(1, keyHash);
            update.setBoolean(2, mustChange);
            update.setString(3, code);
            return update.executeUpdate() == 1;
        }
    }

    void updateOption(String code, boolean oauth) {
        database.inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE app_user SET oauth_option = ? WHERE code = ?")) {
                update.setBoolean(1, oauth);
                update.setString(2, code);
                return update.executeUpdate();
            }
        });
    }

    void entered(String code, Instant now) {
        database.inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE app_user SET last_entry_at = ? WHERE code = ?")) {
                dialect.bind(update, 1, now);
                update.setString(2, code);
                return update.executeUpdate();
            }
        });
    }

    Optional<User> find(String code) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM app_user WHERE code = ?")) {
                query.setString(1, code);
                return read(query).stream().findFirst();
            }
        });
    }

    Optional<String> keyHash(String code) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT clave_hash FROM app_user WHERE code = ? AND active = ?")) {
                query.setString(1, code);
                query.setBoolean(2, true);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
                }
            }
        });
    }

    /** The key of a user who may enter. */
    Optional<KeyState> keyState(String code) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT clave_hash, must_change FROM app_user WHERE code = ? AND active = ?")) {
                query.setString(1, code);
                query.setBoolean(2, true);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(KeyState.of(rows.getString("clave_hash"), rows.getBoolean("must_change")))
                            : Optional.empty();
                }
            }
        });
    }

    List<User> all() {
        return database.run((Connection connection) -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM app_user ORDER BY code")) {
                return read(query);
            }
        });
    }

    /** How many users have each profile that somebody has. */
    Map<String, Integer> countByProfile() {
        return database.run(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT profile, COUNT(*) FROM app_user GROUP BY profile");
                    ResultSet rows = query.executeQuery()) {
                Map<String, Integer> counts = new HashMap<>();
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getInt(2));
                }
                return counts;
            }
        });
    }

    private List<User> read(PreparedStatement query) throws SQLException {
        List<User> users = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                users.add(new User(
                        rows.getString("code"),
                        rows.getString("name"),
                        rows.getString("recovery_email"),
                        rows.getString("profile"),
                        rows.getBoolean("all_companies"),
                        Language.ofCode(rows.getString("language")),
                        rows.getBoolean("active"),
                        rows.getBoolean("must_change"),
                        rows.getBoolean("oauth_option"),
                        dialect.instant(rows, "last_entry_at")));
            }
        }
        return users;
    }
}
