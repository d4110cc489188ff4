package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.valija.sql.Dialect;

/**
 * Counts the mails on their way ({@code outbox_message}). {@link #waiting} reads the two indexes of that table that together leave
 * nobody out, and no row: pages ask it. {@link #lanes} reads the rows that are due as well: health and metrics ask it.
 */
final class StandingTable {

    private final Dialect dialect;

    StandingTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Those that are counted together. */
    private record Kind(long grantId, Lane lane, MessageState state, Optional<HoldKind> held) {

        static final Comparator<Kind> ORDER = Comparator.comparingLong(Kind::grantId)
                .thenComparing(Kind::lane)
                .thenComparing(Kind::state)
                .thenComparing(kind -> kind.held().map(HoldKind::name).orElse(""));
    }

    /** How many mails of each account have not ended, by lane, state and why they are held: as of one moment. */
    List<WaitingCount> waiting(Connection connection) throws SQLException {
        Map<Kind, Long> counts = new TreeMap<>(Kind.ORDER);
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT g.emails_id, g.lane, g.state, g.hold_reason, a.hold_reason AS account_hold, g.mails, g.deferred
                FROM (
                  SELECT emails_id, lane, 'QUEUED' AS state, NULL AS hold_reason, COUNT(*) AS mails,
                    SUM(CASE state WHEN 'DEFERRED' THEN 1 ELSE 0 END) AS deferred
                  FROM outbox_message WHERE state IN ('QUEUED', 'DEFERRED') GROUP BY emails_id, lane
                  UNION ALL
                  SELECT emails_id, lane, state, hold_reason, COUNT(*), 0
                  FROM outbox_message WHERE state IN ('SENDING', 'UNKNOWN', 'HELD')
                  GROUP BY emails_id, lane, state, hold_reason) g
                LEFT JOIN outbox_account a ON a.emails_id = g.emails_id
                """);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                long grantId = rows.getLong("emails_id");
                Lane lane = Lane.of(rows.getInt("lane"));
                MessageState state = MessageState.valueOf(rows.getString("state"));
                Optional<HoldKind> own = hold(rows.getString("hold_reason"));
                Optional<HoldKind> account = hold(rows.getString("account_hold"));
                long mails = rows.getLong("mails");
                long deferred = rows.getLong("deferred");
                if (state == MessageState.HELD || state == MessageState.QUEUED && account.isPresent()) {
                    add(counts, new Kind(grantId, lane, MessageState.HELD, own.or(() -> account)), mails);
                } else {
                    add(counts, new Kind(grantId, lane, state, Optional.empty()), mails - deferred);
                    add(counts, new Kind(grantId, lane, MessageState.DEFERRED, Optional.empty()), deferred);
                }
            }
        }
        return counts.entrySet().stream()
                .map(count -> new WaitingCount(
                        count.getKey().grantId(),
                        count.getKey().lane(),
                        count.getKey().state(),
                        count.getKey().held(),
                        count.getValue()))
                .toList();
    }

    private static Optional<HoldKind> hold(@Nullable String reason) {
        return Optional.ofNullable(reason).map(HoldKind::valueOf);
    }

    private static void add(Map<Kind, Long> counts, Kind kind, long mails) {
        if (mails > 0) {
            counts.merge(kind, mails, Long::sum);
        }
    }

    /** How each lane stands, the first lane first. */
    List<LaneStanding> lanes(Connection connection, Instant now) throws SQLException {
        Map<Lane, Map<MessageState, Long>> waiting = new EnumMap<>(Lane.class);
        for (WaitingCount count : waiting(connection)) {
            waiting.computeIfAbsent(count.lane(), lane -> new EnumMap<>(MessageState.class))
                    .merge(count.state(), count.mails(), Long::sum);
        }
        Map<Lane, Instant> oldest = oldestDue(connection, now);
        return Stream.of(Lane.values())
                .map(lane -> new LaneStanding(
                        lane, waiting.getOrDefault(lane, Map.of()), Optional.ofNullable(oldest.get(lane))))
                .toList();
    }

    /** A mail that is due at once has 1970 there: it waits since it was accepted. */
    private Map<Lane, Instant> oldestDue(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT m.lane, MIN(CASE WHEN m.due_at > m.accepted_at THEN m.due_at ELSE m.accepted_at END)
                FROM outbox_message m LEFT JOIN outbox_account a ON a.emails_id = m.emails_id
                WHERE m.state IN ('QUEUED', 'DEFERRED') AND m.due_at <= ? AND a.hold_reason IS NULL
                  AND (a.resume_at IS NULL OR a.resume_at <= ?)
                GROUP BY m.lane
                """)) {
            dialect.bind(query, 1, now);
            dialect.bind(query, 2, now);
            Map<Lane, Instant> oldest = new EnumMap<>(Lane.class);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    oldest.put(Lane.of(rows.getInt(1)), dialect.instant(rows, 2).orElseThrow());
                }
            }
            return oldest;
        }
    }
}
