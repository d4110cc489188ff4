package org.valija.oauth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.valija.sql.Dialect;

/** All SQL of {@code grant_state}, one to one with {@code Emails}, and the view of both that is a {@link Grant}. */
final class GrantStateTable {

    private static final String GRANTS = """
            SELECT e."Id", e."CodigoUsuario", e."IdProveedor", e."EMail", e."FechaExpiracion",
              s.state, s.principal, s.scopes, s.connected_at, s.last_used_at, s.last_refreshed_at,
              s.error_code, s.error_detail, s.error_at
            FROM "Emails" e JOIN grant_state s ON s.emails_id = e."Id"
            """;

    private final Dialect dialect;

    GrantStateTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /** State and generation alone: what a cached token is checked against. */
    record Mark(GrantState state, long generation) {}

    /** What the holder of a lease needs to know. */
    record Lease(GrantState state, long generation, boolean afterInterruption) {}

    Optional<Grant> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(GRANTS + " WHERE e.\"Id\" = ?")) {
            query.setLong(1, id);
            return read(query).stream().findFirst();
        }
    }

    List<Grant> ofUser(Connection connection, String userCode) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(GRANTS + " WHERE e.\"CodigoUsuario\" = ? ORDER BY e.\"Id\"")) {
            query.setString(1, userCode);
            return read(query);
        }
    }

    List<Grant> all(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(GRANTS + " ORDER BY e.\"Id\"")) {
            return read(query);
        }
    }

    Optional<Mark> mark(Connection connection, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT state, generation FROM grant_state WHERE emails_id = ?")) {
            query.setLong(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Mark(GrantState.valueOf(rows.getString(1)), rows.getLong(2)))
                        : Optional.empty();
            }
        }
    }

    /** The user authenticated: connected, no error, the next generation; any renewal under way loses its claim. */
    void connected(Connection connection, long id, String principal, Set<String> scopes, Instant now)
            throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO grant_state
                  (emails_id, state, principal, scopes, generation, connected_at, last_refreshed_at)
                VALUES (?, 'CONNECTED', ?, ?, 1, ?, ?)
                ON CONFLICT (emails_id) DO UPDATE SET state = excluded.state, principal = excluded.principal,
                  scopes = excluded.scopes, generation = grant_state.generation + 1,
                  connected_at = excluded.connected_at, last_refreshed_at = excluded.last_refreshed_at,
                  error_code = NULL, error_detail = NULL, error_at = NULL, alert_sent_at = NULL,
                  lease_owner = NULL, lease_until = NULL,
                  intent_generation = NULL, intent_node = NULL, intent_at = NULL
                """)) {
            upsert.setLong(1, id);
            upsert.setString(2, principal);
            upsert.setString(3, String.join(" ", scopes));
            dialect.bind(upsert, 4, now);
            dialect.bind(upsert, 5, now);
            upsert.executeUpdate();
        }
    }

    /**
     * Takes the lease of a renewal and notes the intent, by the database's clock. An owner runs one renewal of a grant at
     * a time, so it may take its own lease again.
     *
     * @return empty while another owner holds it, or when the grant is gone
     */
    Optional<Lease> lease(Connection connection, long id, String owner, Duration length) throws SQLException {
        Instant now = dialect.now(connection);
        Optional<Lease> before = leaseIfFree(connection, id, owner, now);
        if (before.isEmpty()) {
            return before;
        }
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE grant_state SET lease_owner = ?, lease_until = ?,
                  intent_generation = generation, intent_node = ?, intent_at = ? WHERE emails_id = ?
                """)) {
            update.setString(1, owner);
            dialect.bind(update, 2, now.plus(length));
            update.setString(3, owner);
            dialect.bind(update, 4, now);
            update.setLong(5, id);
            update.executeUpdate();
        }
        return before;
    }

    private Optional<Lease> leaseIfFree(Connection connection, long id, String owner, Instant now) throws SQLException {
        String forUpdate = dialect == Dialect.POSTGRESQL ? " FOR UPDATE" : "";
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT state, generation, intent_generation, lease_owner, lease_until FROM grant_state"
                        + " WHERE emails_id = ?" + forUpdate)) {
            query.setLong(1, id);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                boolean running = dialect.instant(rows, "lease_until")
                        .filter(now::isBefore)
                        .isPresent();
                if (running && !owner.equals(rows.getString("lease_owner"))) {
                    return Optional.empty();
                }
                long generation = rows.getLong("generation");
                long intent = rows.getLong("intent_generation");
                boolean interrupted = !rows.wasNull() && intent == generation;
                return Optional.of(new Lease(GrantState.valueOf(rows.getString("state")), generation, interrupted));
            }
        }
    }

    /** Gives the lease back but leaves the intent: what was sent may have been processed. */
    void releaseInDoubt(Connection connection, long id, String owner) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE grant_state SET lease_owner = NULL, lease_until = NULL WHERE emails_id = ? AND lease_owner = ?
                """)) {
            update.setLong(1, id);
            update.setString(2, owner);
            update.executeUpdate();
        }
    }

    /** Gives the lease back where this owner still holds it; the intent goes with it. */
    void release(Connection connection, long id, String owner) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE grant_state SET lease_owner = NULL, lease_until = NULL,
                  intent_generation = NULL, intent_node = NULL, intent_at = NULL
                WHERE emails_id = ? AND lease_owner = ?
                """)) {
            update.setLong(1, id);
            update.setString(2, owner);
            update.executeUpdate();
        }
    }

    /**
     * Notes that a renewal's tokens are being stored.
     *
     * @param sent generation of the refresh token that was sent
     * @return whether that is still the grant's generation; if not, the tokens must not be stored
     */
    boolean refreshed(Connection connection, long id, long sent, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE grant_state SET generation = generation + 1, last_refreshed_at = ?,
                  error_code = NULL, error_detail = NULL, error_at = NULL,
                  lease_owner = NULL, lease_until = NULL,
                  intent_generation = NULL, intent_node = NULL, intent_at = NULL
                WHERE emails_id = ? AND generation = ? AND state = 'CONNECTED'
                """)) {
            dialect.bind(update, 1, now);
            update.setLong(2, id);
            update.setLong(3, sent);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Notes that something failed, on the condition that the grant is still of the generation that failed.
     *
     * @return whether it was
     */
    boolean failed(Connection connection, long id, long generation, GrantState state, GrantError error)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE grant_state SET state = ?, error_code = ?, error_detail = ?, error_at = ?
                WHERE emails_id = ? AND generation = ? AND state = 'CONNECTED'
                """)) {
            update.setString(1, state.name());
            update.setString(2, error.code());
            update.setString(3, error.detail());
            dialect.bind(update, 4, error.at());
            update.setLong(5, id);
            update.setLong(6, generation);
            return update.executeUpdate() == 1;
        }
    }

    /** A grant that waits for somebody, and the generation that failed. */
    record Dead(long id, long generation) {}

    /** Ends noted before {@code before} that nobody has been told of. */
    List<Dead> untold(Connection connection, Instant before) throws SQLException {
        List<Dead> dead = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT emails_id, generation FROM grant_state
                WHERE state IN ('NEEDS_AUTHENTICATION', 'NEEDS_ADMIN') AND alert_sent_at IS NULL AND error_at < ?
                ORDER BY emails_id
                """)) {
            dialect.bind(query, 1, before);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    dead.add(new Dead(rows.getLong(1), rows.getLong(2)));
                }
            }
        }
        return dead;
    }

    /**
     * Notes that the listeners are told of a grant's end.
     *
     * @return whether that had not been noted before
     */
    boolean alerted(Connection connection, long id, long generation, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE grant_state SET alert_sent_at = ? WHERE emails_id = ? AND generation = ?
                  AND state IN ('NEEDS_AUTHENTICATION', 'NEEDS_ADMIN') AND alert_sent_at IS NULL
                """)) {
            dialect.bind(update, 1, now);
            update.setLong(2, id);
            update.setLong(3, generation);
            return update.executeUpdate() == 1;
        }
    }

    /** The user disconnected: whoever still holds a token of it learns so by the generation. */
    void disconnected(Connection connection, long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE grant_state SET state = 'DISCONNECTED', generation = generation + 1,
                  error_code = NULL, error_detail = NULL, error_at = NULL WHERE emails_id = ?
                """)) {
            update.setLong(1, id);
            update.executeUpdate();
        }
    }

    /** The administrator mended the provider's client: what waited for that may try again. */
    List<Long> adminMended(Connection connection, int providerId) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE grant_state SET state = 'CONNECTED', alert_sent_at = NULL
                WHERE state = 'NEEDS_ADMIN'
                  AND emails_id IN (SELECT "Id" FROM "Emails" WHERE "IdProveedor" = ?) RETURNING emails_id
                """)) {
            update.setInt(1, providerId);
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    void used(Connection connection, long id, Instant now) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE grant_state SET last_used_at = ? WHERE emails_id = ?")) {
            dialect.bind(update, 1, now);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    private List<Grant> read(PreparedStatement query) throws SQLException {
        List<Grant> grants = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                grants.add(grant(rows));
            }
        }
        return grants;
    }

    private Grant grant(ResultSet rows) throws SQLException {
        String scopes = rows.getString("scopes");
        Optional<String> errorCode = Optional.ofNullable(rows.getString("error_code"));
        Optional<Instant> errorAt = dialect.instant(rows, "error_at");
        String errorDetail = Optional.ofNullable(rows.getString("error_detail")).orElse("");
        return new Grant(
                rows.getLong("Id"),
                rows.getString("CodigoUsuario"),
                rows.getInt("IdProveedor"),
                rows.getString("EMail"),
                rows.getString("principal"),
                GrantState.valueOf(rows.getString("state")),
                scopes.isBlank() ? Set.of() : Set.of(scopes.split(" ")),
                dialect.instant(rows, "FechaExpiracion"),
                dialect.instant(rows, "connected_at").orElseThrow(),
                dialect.instant(rows, "last_used_at"),
                dialect.instant(rows, "last_refreshed_at"),
                errorCode.flatMap(code -> errorAt.map(at -> new GrantError(code, errorDetail, at))));
    }
}
