package org.valija.server.consent;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.server.recovery.MailReference;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code consent_link}. What stands in the address is not stored, only its hash. */
@Repository
class ConsentLinkTable implements MailReference {

    private static final String SELECT = """
            SELECT id, origin, token_id, asker, user_code, provider_id, email, mail_to, outbox_id, created_at, expires_at,
              opened_at, refused_at, given_at, cancelled_at FROM consent_link
            """;

    /** What somebody who asked has not seen yet. */
    private static final String NEWS = """
            origin = 'ADMINISTRATOR' AND asker = ? AND noticed_at IS NULL
              AND (given_at IS NOT NULL OR (cancelled_at IS NULL AND expires_at <= ?))
            """;

    private final Database database;
    private final Dialect dialect;

    ConsentLinkTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    void insert(Connection connection, ConsentLink link, String linkHash) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO consent_link (id, link_hash, origin, token_id, asker, user_code, provider_id, email, mail_to,
                  outbox_id, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setString(1, link.id());
            insert.setString(2, linkHash);
            insert.setString(3, link.origin().name());
            bind(insert, 4, link.tokenId());
            insert.setString(5, link.asker());
            insert.setString(6, link.userCode());
            insert.setInt(7, link.providerId());
            insert.setString(8, link.email());
            insert.setString(9, link.mailTo().orElse(null));
            bind(insert, 10, link.outboxId());
            dialect.bind(insert, 11, link.createdAt());
            dialect.bind(insert, 12, link.expiresAt());
            insert.executeUpdate();
        }
    }

    /**
     * Puts another address in the place of the one that was given out, with the caller's transaction: with another end, and as
     * if nobody had opened or refused it.
     *
     * @return false when it is authorised meanwhile
     */
    boolean renew(Connection connection, ConsentLink link, String linkHash) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE consent_link SET link_hash = ?, mail_to = ?, outbox_id = ?, expires_at = ?, opened_at = NULL,
                  refused_at = NULL, claimed_at = NULL, cancelled_at = NULL, noticed_at = NULL WHERE id = ? AND given_at IS NULL
                """)) {
            update.setString(1, linkHash);
            update.setString(2, link.mailTo().orElse(null));
            bind(update, 3, link.outboxId());
            dialect.bind(update, 4, link.expiresAt());
            update.setString(5, link.id());
            return update.executeUpdate() == 1;
        }
    }

    Optional<ConsentLink> find(String id) {
        return list(" WHERE id = ?", id).stream().findFirst();
    }

    Optional<ConsentLink> byHash(String linkHash) {
        return list(" WHERE link_hash = ?", linkHash).stream().findFirst();
    }

    /** What persons and alerts have asked for, the latest first. */
    List<ConsentLink> requests(int most) {
        return list(" WHERE origin <> 'PROGRAM' ORDER BY created_at DESC, id LIMIT " + most);
    }

    /** What persons and alerts have asked for and nobody has authorised or taken back yet. */
    List<ConsentLink> unanswered() {
        return list(" WHERE origin <> 'PROGRAM' AND given_at IS NULL AND cancelled_at IS NULL ORDER BY created_at");
    }

    /** Links that are carried by a mail that may not have left. */
    List<ConsentLink> mailed() {
        return list(" WHERE outbox_id IS NOT NULL ORDER BY created_at");
    }

    /** Notes that the page was opened, once. */
    void opened(String id, Instant now) {
        update("UPDATE consent_link SET opened_at = ? WHERE id = ? AND opened_at IS NULL", now, id);
    }

    void refused(String id, Instant now) {
        update("UPDATE consent_link SET refused_at = ? WHERE id = ?", now, id);
    }

    /** Notes with the caller's transaction that it was authorised, which is news to its asker; false when that had been noted. */
    boolean given(Connection connection, String id, Instant now) throws SQLException {
        return update(
                connection,
                "UPDATE consent_link SET given_at = ?, noticed_at = NULL WHERE id = ? AND given_at IS NULL",
                now,
                id);
    }

    /** Notes that others for the same mailbox are answered with it; who asked for this one hears of it once. */
    void givenWith(Connection connection, ConsentLink link, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE consent_link SET given_at = ?, noticed_at = CASE WHEN asker = ? THEN ? ELSE noticed_at END
                WHERE id <> ? AND origin <> 'PROGRAM' AND user_code = ? AND provider_id = ? AND email = ?
                  AND given_at IS NULL AND cancelled_at IS NULL
                """)) {
            dialect.bind(update, 1, now);
            update.setString(2, link.asker());
            dialect.bind(update, 3, now);
            update.setString(4, link.id());
            update.setString(5, link.userCode());
            update.setInt(6, link.providerId());
            update.setString(7, link.email());
            update.executeUpdate();
        }
    }

    /** Takes it back with the caller's transaction; false when it was authorised or taken back before. */
    boolean cancel(Connection connection, String id, Instant now) throws SQLException {
        return update(
                connection,
                "UPDATE consent_link SET cancelled_at = ? WHERE id = ? AND given_at IS NULL AND cancelled_at IS NULL",
                now,
                id);
    }

    /**
     * Takes the only place for an answer of the provider that is being looked into.
     *
     * @param stale a place taken before was given up by whoever took it
     * @return false while another answer has it, or when there was one that counted
     */
    boolean claim(String id, Instant now, Instant stale) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE consent_link SET claimed_at = ? WHERE id = ? AND given_at IS NULL AND cancelled_at IS NULL
                      AND (claimed_at IS NULL OR claimed_at < ?)
                    """)) {
                dialect.bind(update, 1, now);
                update.setString(2, id);
                dialect.bind(update, 3, stale);
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Gives the place back: the answer was no good, another may be. */
    void release(String id) {
        database.inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE consent_link SET claimed_at = NULL WHERE id = ?")) {
                update.setString(1, id);
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void moved(Connection connection, long from, long to) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE consent_link SET outbox_id = ? WHERE outbox_id = ?")) {
            update.setLong(1, to);
            update.setLong(2, from);
            update.executeUpdate();
        }
    }

    /** Forgets which mail carried it: there is nothing more to take back. */
    void forgetMail(String id) {
        database.inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE consent_link SET outbox_id = NULL WHERE id = ?")) {
                update.setString(1, id);
                return update.executeUpdate();
            }
        });
    }

    /** Forgets those of programs that ended before a limit, and all others that did before another. */
    void forget(Instant ofPrograms, Instant ofOthers) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("""
                    DELETE FROM consent_link
                    WHERE (origin = 'PROGRAM' AND expires_at < ?) OR (origin <> 'PROGRAM' AND expires_at < ?)
                    """)) {
                dialect.bind(delete, 1, ofPrograms);
                dialect.bind(delete, 2, ofOthers);
                return delete.executeUpdate();
            }
        });
    }

    /** How many of a user's requests were authorised, or ended without, and the user has not seen so. */
    long unnoticed(String asker, Instant now) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT COUNT(*) FROM consent_link WHERE " + NEWS)) {
                query.setString(1, asker);
                dialect.bind(query, 2, now);
                try (ResultSet rows = query.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    /** Notes that the user has seen which were authorised, and which ended without; gives them. */
    List<String> notice(String asker, Instant now) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE consent_link SET noticed_at = ? WHERE " + NEWS + " RETURNING id")) {
                dialect.bind(update, 1, now);
                update.setString(2, asker);
                dialect.bind(update, 3, now);
                List<String> ids = new ArrayList<>();
                try (ResultSet rows = update.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getString(1));
                    }
                }
                return List.copyOf(ids);
            }
        });
    }

    private boolean update(String sql, Instant now, String id) {
        return database.inTransaction(connection -> update(connection, sql, now, id));
    }

    private boolean update(Connection connection, String sql, Instant now, String id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            dialect.bind(update, 1, now);
            update.setString(2, id);
            return update.executeUpdate() == 1;
        }
    }

    private List<ConsentLink> list(String condition, String... values) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(SELECT + condition)) {
                for (int i = 0; i < values.length; i++) {
                    query.setString(i + 1, values[i]);
                }
                List<ConsentLink> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(link(rows));
                    }
                }
                return found;
            }
        });
    }

    private ConsentLink link(ResultSet rows) throws SQLException {
        return new ConsentLink(
                rows.getString("id"),
                ConsentOrigin.valueOf(rows.getString("origin")),
                number(rows, "token_id"),
                rows.getString("asker"),
                rows.getString("user_code"),
                rows.getInt("provider_id"),
                rows.getString("email"),
                Optional.ofNullable(rows.getString("mail_to")),
                number(rows, "outbox_id"),
                dialect.instant(rows, "created_at").orElseThrow(),
                dialect.instant(rows, "expires_at").orElseThrow(),
                dialect.instant(rows, "opened_at"),
                dialect.instant(rows, "refused_at"),
                dialect.instant(rows, "given_at"),
                dialect.instant(rows, "cancelled_at"));
    }

    private static Optional<Long> number(ResultSet rows, String column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static void bind(PreparedStatement statement, int index, Optional<Long> value) throws SQLException {
        if (value.isPresent()) {
            statement.setLong(index, value.get());
        } else {
            statement.setNull(index, Types.BIGINT);
        }
    }
}
