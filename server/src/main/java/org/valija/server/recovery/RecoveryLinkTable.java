package org.valija.server.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code recovery_link}. Of several who take a link, on whichever node, one does. */
@Repository
class RecoveryLinkTable implements MailReference {

    private static final String SELECT = "SELECT token_hash, user_code, mark, outbox_id, expires_at FROM recovery_link";

    private final Database database;
    private final Dialect dialect;

    RecoveryLinkTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    void insert(Connection connection, RecoveryLink link) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO recovery_link (token_hash, user_code, mark, outbox_id, expires_at) VALUES (?, ?, ?, ?, ?)
                """)) {
            insert.setString(1, link.tokenHash());
            insert.setString(2, link.userCode());
            insert.setString(3, link.mark());
            insert.setLong(4, link.outboxId());
            dialect.bind(insert, 5, link.expiresAt());
            insert.executeUpdate();
        }
    }

    /** A link that has not expired. */
    Optional<RecoveryLink> find(String tokenHash, Instant now) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(SELECT + " WHERE token_hash = ? AND expires_at > ?")) {
                query.setString(1, tokenHash);
                dialect.bind(query, 2, now);
                return read(query).stream().findFirst();
            }
        });
    }

    /** Takes a link that has not expired away, with the caller's transaction; gives whether it was still there. */
    boolean take(Connection connection, String tokenHash, Instant now) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM recovery_link WHERE token_hash = ? AND expires_at > ?")) {
            delete.setString(1, tokenHash);
            dialect.bind(delete, 2, now);
            return delete.executeUpdate() == 1;
        }
    }

    /** Makes all of a user's links good for nothing, with the caller's transaction. */
    void deleteOfUser(Connection connection, String userCode) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM recovery_link WHERE user_code = ?")) {
            delete.setString(1, userCode);
            delete.executeUpdate();
        }
    }

    /** Links that have expired. */
    List<RecoveryLink> expired(Instant now, int most) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(SELECT + " WHERE expires_at <= ? ORDER BY expires_at LIMIT ?")) {
                dialect.bind(query, 1, now);
                query.setInt(2, most);
                return read(query);
            }
        });
    }

    @Override
    public void moved(Connection connection, long from, long to) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE recovery_link SET outbox_id = ? WHERE outbox_id = ?")) {
            update.setLong(1, to);
            update.setLong(2, from);
            update.executeUpdate();
        }
    }

    void delete(String tokenHash) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM recovery_link WHERE token_hash = ?")) {
                delete.setString(1, tokenHash);
                return delete.executeUpdate();
            }
        });
    }

    private List<RecoveryLink> read(PreparedStatement query) throws SQLException {
        List<RecoveryLink> links = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                links.add(new RecoveryLink(
                        rows.getString("token_hash"),
                        rows.getString("user_code"),
                        rows.getString("mark"),
                        rows.getLong("outbox_id"),
                        dialect.instant(rows, "expires_at").orElseThrow()));
            }
        }
        return links;
    }
}
