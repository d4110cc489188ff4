package org.valija.server.sessions;

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

/**
 * All SQL of {@code web_session} and {@code web_session_attribute}. Sessions are known by the hash of their id; what their
 * attributes hold cannot be read here. Of two requests that change different attributes of a session, both changes stay.
 */
@Repository
class WebSessionTable {

    private final Database database;
    private final Dialect dialect;

    WebSessionTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** A session without its attributes. */
    record Row(
            Optional<String> userCode,
            SessionPlace place,
            Instant createdAt,
            Instant lastAccessAt,
            Instant expiresAt) {}

    /** A session with its sealed attributes by name. */
    record Found(Row row, Map<String, byte[]> attributes) {}

    /** A session that has not expired. */
    Optional<Found> find(String idHash, Instant now) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                    SELECT s.user_code, s.device, s.address, s.created_at, s.last_access_at, s.expires_at, a.name,
                      a.sealed
                    FROM web_session s LEFT JOIN web_session_attribute a ON a.id_hash = s.id_hash
                    WHERE s.id_hash = ? AND s.expires_at > ?
                    """)) {
                query.setString(1, idHash);
                dialect.bind(query, 2, now);
                try (ResultSet rows = query.executeQuery()) {
                    if (!rows.next()) {
                        return Optional.empty();
                    }
                    Row row = row(rows);
                    Map<String, byte[]> attributes = new HashMap<>();
                    do {
                        Optional<String> name = Optional.ofNullable(rows.getString("name"));
                        if (name.isPresent()) {
                            attributes.put(name.get(), rows.getBytes("sealed"));
                        }
                    } while (rows.next());
                    return Optional.of(new Found(row, attributes));
                }
            }
        });
    }

    /** The sessions of a user that have not expired, by the hash of their id. */
    Map<String, Row> ofUser(String userCode, Instant now) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                    SELECT id_hash, user_code, device, address, created_at, last_access_at, expires_at FROM web_session
                    WHERE user_code = ? AND expires_at > ?
                    """)) {
                query.setString(1, userCode);
                dialect.bind(query, 2, now);
                Map<String, Row> found = new HashMap<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.put(rows.getString("id_hash"), row(rows));
                    }
                }
                return found;
            }
        });
    }

    /**
     * Sessions of users who have entered, the last used first, each with the hash of its id.
     *
     * @param userCode of one user; empty for all
     */
    List<Map.Entry<String, Row>> entered(Optional<String> userCode, Instant now, int most) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("""
                    SELECT id_hash, user_code, device, address, created_at, last_access_at, expires_at FROM web_session
                    WHERE user_code %s AND expires_at > ? ORDER BY last_access_at DESC, id_hash LIMIT ?
                    """.formatted(userCode.isPresent() ? "= ?" : "IS NOT NULL"))) {
                int at = 1;
                if (userCode.isPresent()) {
                    query.setString(at++, userCode.get());
                }
                dialect.bind(query, at++, now);
                query.setInt(at, most);
                List<Map.Entry<String, Row>> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(Map.entry(rows.getString("id_hash"), row(rows)));
                    }
                }
                return found;
            }
        });
    }

    /** Adds a session, in place of another if there is one. */
    void insert(String idHash, Row row, Map<String, byte[]> attributes, Optional<String> replaced) {
        database.inTransaction(connection -> {
            if (replaced.isPresent()) {
                delete(connection, List.of(replaced.get()));
            }
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO web_session
                      (id_hash, user_code, device, address, created_at, last_access_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """)) {
                insert.setString(1, idHash);
                insert.setString(2, row.userCode().orElse(null));
                insert.setString(3, row.place().device().text());
                insert.setString(4, row.place().address());
                dialect.bind(insert, 5, row.createdAt());
                dialect.bind(insert, 6, row.lastAccessAt());
                dialect.bind(insert, 7, row.expiresAt());
                insert.executeUpdate();
            }
            put(connection, idHash, attributes);
            return true;
        });
    }

    /**
     * Changes a session and the named attributes; those without a value are removed.
     *
     * @return whether it is still there; one that was ended meanwhile stays so
     */
    boolean update(String idHash, Row row, Map<String, Optional<byte[]>> changes) {
        return database.inTransaction(connection -> {
            if (!access(connection, idHash, row)) {
                return false;
            }
            Map<String, byte[]> values = new HashMap<>();
            List<String> removed = new ArrayList<>();
            changes.forEach((name, value) ->
                    value.ifPresentOrElse(octets -> values.put(name, octets), () -> removed.add(name)));
            put(connection, idHash, values);
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM web_session_attribute WHERE id_hash = ? AND name = ?")) {
                for (String name : removed) {
                    delete.setString(1, idHash);
                    delete.setString(2, name);
                    delete.executeUpdate();
                }
            }
            return true;
        });
    }

    /** Writes when and by whom a session was last used, if it is still there. */
    boolean access(String idHash, Row row) {
        return database.inTransaction(connection -> access(connection, idHash, row));
    }

    /** Ends the sessions with these hashes. */
    void delete(List<String> idHashes) {
        database.inTransaction(connection -> delete(connection, idHashes));
    }

    /** Ends a user's sessions in the caller's transaction; gives how many there were. */
    int deleteOfUser(Connection connection, String userCode) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM web_session WHERE user_code = ?")) {
            delete.setString(1, userCode);
            return delete.executeUpdate();
        }
    }

    /** Ends the session with that hash in the caller's transaction, if it is that user's; gives whether there was one. */
    boolean deleteOfUser(Connection connection, String userCode, String idHash) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM web_session WHERE user_code = ? AND id_hash = ?")) {
            delete.setString(1, userCode);
            delete.setString(2, idHash);
            return delete.executeUpdate() == 1;
        }
    }

    /** Ends a user's sessions but the one with that hash in the caller's transaction; gives how many there were. */
    int deleteOfUserExcept(Connection connection, String userCode, String idHash) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM web_session WHERE user_code = ? AND id_hash <> ?")) {
            delete.setString(1, userCode);
            delete.setString(2, idHash);
            return delete.executeUpdate();
        }
    }

    /** Deletes sessions that expired before; gives how many there were, at most {@code most}. */
    int deleteExpired(Instant before, int most) {
        return database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("""
                    DELETE FROM web_session WHERE id_hash IN
                      (SELECT id_hash FROM web_session WHERE expires_at <= ? LIMIT ?)
                    """)) {
                dialect.bind(delete, 1, before);
                delete.setInt(2, most);
                return delete.executeUpdate();
            }
        });
    }

    private boolean access(Connection connection, String idHash, Row row) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE web_session SET user_code = ?, last_access_at = ?, expires_at = ? WHERE id_hash = ?")) {
            update.setString(1, row.userCode().orElse(null));
            dialect.bind(update, 2, row.lastAccessAt());
            dialect.bind(update, 3, row.expiresAt());
            update.setString(4, idHash);
            return update.executeUpdate() == 1;
        }
    }

    private static void put(Connection connection, String idHash, Map<String, byte[]> attributes) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement("""
                INSERT INTO web_session_attribute (id_hash, name, sealed) VALUES (?, ?, ?)
                ON CONFLICT (id_hash, name) DO UPDATE SET sealed = excluded.sealed
                """)) {
            for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
                put.setString(1, idHash);
                put.setString(2, attribute.getKey());
                put.setBytes(3, attribute.getValue());
                put.executeUpdate();
            }
        }
    }

    private static int delete(Connection connection, List<String> idHashes) throws SQLException {
        int count = 0;
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM web_session WHERE id_hash = ?")) {
            for (String idHash : idHashes) {
                delete.setString(1, idHash);
                count += delete.executeUpdate();
            }
        }
        return count;
    }

    private Row row(ResultSet rows) throws SQLException {
        return new Row(
                Optional.ofNullable(rows.getString("user_code")),
                new SessionPlace(DeviceName.ofText(rows.getString("device")), rows.getString("address")),
                dialect.instant(rows, "created_at").orElseThrow(),
                dialect.instant(rows, "last_access_at").orElseThrow(),
                dialect.instant(rows, "expires_at").orElseThrow());
    }
}
