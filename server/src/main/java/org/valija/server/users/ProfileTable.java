package org.valija.server.users;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;

/** All SQL of {@code profile} and {@code profile_permission}. */
@Repository
class ProfileTable {

    private static final String SELECT = """
            SELECT profile.code, profile.name, profile.administers, profile.second_factor_required, profile.fixed,
              permission.function, permission.operation
            FROM profile LEFT JOIN profile_permission permission ON permission.profile = profile.code
            """;

    private final Database database;

    ProfileTable(Database database) {
        this.database = database;
    }

    Optional<Profile> find(String code) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(SELECT + " WHERE profile.code = ?")) {
                query.setString(1, code);
                return read(query).stream().findFirst();
            }
        });
    }

    /** Those that came with the installation first, then by name. */
    List<Profile> all() {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    SELECT + " ORDER BY CASE WHEN profile.name = '' THEN 0 ELSE 1 END, profile.name, profile.code")) {
                return read(query);
            }
        });
    }

    /** Adds one; gives whether the code was free. */
    boolean insert(Connection connection, Profile profile) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO profile (code, name, administers, second_factor_required, fixed)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING
                """)) {
            insert.setString(1, profile.code());
            insert.setString(2, profile.name());
            insert.setBoolean(3, profile.administers());
            insert.setBoolean(4, profile.secondFactorRequired());
            insert.setBoolean(5, profile.fixed());
            if (insert.executeUpdate() == 0) {
                return false;
            }
        }
        permit(connection, profile);
        return true;
    }

    /** Changes one that is not fixed, with all of its permissions; gives whether there is such a one. */
    boolean update(Connection connection, Profile profile) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE profile SET name = ?, administers = ?, second_factor_required = ? WHERE code = ? AND NOT fixed
                """)) {
            update.setString(1, profile.name());
            update.setBoolean(2, profile.administers());
            update.setBoolean(3, profile.secondFactorRequired());
            update.setString(4, profile.code());
            if (update.executeUpdate() == 0) {
                return false;
            }
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM profile_permission WHERE profile = ?")) {
            delete.setString(1, profile.code());
            delete.executeUpdate();
        }
        permit(connection, profile);
        return true;
    }

    /** Changes, of a fixed one too, only whether a second factor is demanded; gives whether there is such a one. */
    boolean requireSecondFactor(Connection connection, String code, boolean required) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE profile SET second_factor_required = ? WHERE code = ?")) {
            update.setBoolean(1, required);
            update.setString(2, code);
            return update.executeUpdate() == 1;
        }
    }

    /** Deletes one that is not fixed and that nobody has; gives whether it did. */
    boolean delete(Connection connection, String code) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM profile WHERE code = ? AND NOT fixed
                  AND NOT EXISTS (SELECT 1 FROM app_user WHERE app_user.profile = profile.code)
                """)) {
            delete.setString(1, code);
            return delete.executeUpdate() == 1;
        }
    }

    private static void permit(Connection connection, Profile profile) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO profile_permission (profile, function, operation) VALUES (?, ?, ?)")) {
            for (Permission permission : profile.permissions().all()) {
                insert.setString(1, profile.code());
                insert.setString(2, permission.function().name());
                insert.setString(3, permission.operation().name());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static List<Profile> read(PreparedStatement query) throws SQLException {
        Map<String, Profile> profiles = new LinkedHashMap<>();
        Map<String, List<Permission>> permissions = new HashMap<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String code = rows.getString("code");
                if (!profiles.containsKey(code)) {
                    profiles.put(code, profile(rows));
                }
                if (rows.getString("function") != null) {
                    permissions.computeIfAbsent(code, key -> new ArrayList<>()).add(permission(rows));
                }
            }
        }
        return profiles.values().stream()
                .map(profile -> profile.may(permissions.getOrDefault(profile.code(), List.of())))
                .toList();
    }

    private static Profile profile(ResultSet rows) throws SQLException {
        return new Profile(
                rows.getString("code"),
                rows.getString("name"),
                rows.getBoolean("administers"),
                rows.getBoolean("second_factor_required"),
                rows.getBoolean("fixed"),
                Permissions.NONE);
    }

    private static Permission permission(ResultSet rows) throws SQLException {
        return new Permission(
                Function.valueOf(rows.getString("function")), Operation.valueOf(rows.getString("operation")));
    }
}
