package org.valija.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.valija.sql.Dialect;

/**
 * What people look for among the mails on their way ({@code outbox_message}) and those that ended ({@code outbox_archive}).
 * Every query reads a bounded number of rows by an index, whatever there is.
 */
final class SearchTable {

    /** Rows that are read for words before a page is given out. */
    private static final int READ_FOR_WORDS = 2_000;

    private static final List<String> SEARCHED = List.of("subject", "recipients", "message_id");

    /** A held account's mails are held, although nothing was written into their rows. */
    private static final String STATE = "CASE WHEN m.state IN ('QUEUED', 'DEFERRED') AND a.hold_reason IS NOT NULL"
            + " THEN 'HELD' ELSE m.state END";

    private static final String GOING = "m.id, m.emails_id, m.lane, " + STATE
            + " AS state, COALESCE(m.hold_reason, a.hold_reason) AS hold_reason,"
            + " CASE WHEN m.due_at < a.resume_at THEN a.resume_at ELSE m.due_at END AS due_at,"
            + " m.accepted_at, m.begun_at, NULL AS ended_at, m.sender, m.recipients, m.notification, m.message_id,"
            + " m.subject, m.batch, m.content_id, m.octets, m.smtputf8, m.attempts, m.unknowns, m.delivered_some,"
            + " m.refused, COALESCE(a.hold_cause, m.cause) AS cause, COALESCE(a.hold_detail, m.detail) AS detail"
            + " FROM outbox_message m LEFT JOIN outbox_account a ON a.emails_id = m.emails_id";

    private final Dialect dialect;
    private final String ended;

    SearchTable(Dialect dialect) {
        this.dialect = dialect;
        this.ended = Rows.ended(dialect);
    }

    /** A mail as people see it: held with its account. */
    Optional<OutboxMail> find(Connection connection, long id) throws SQLException {
        for (String rows : List.of(GOING, ended)) {
            try (PreparedStatement query = connection.prepareStatement("SELECT " + rows + " WHERE m.id = ?")) {
                query.setLong(1, id);
                Optional<OutboxMail> found = read(query).stream().findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The same for several; those that are not known are left out. */
    List<OutboxMail> find(Connection connection, Collection<Long> ids) throws SQLException {
        Map<Long, OutboxMail> found = new HashMap<>();
        // Ended ones last: a mail that ends between the two is in both, and has ended.
        for (String rows : List.of(GOING, ended)) {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + rows + " WHERE m.id IN (" + Rows.places(ids) + ")")) {
                int index = 1;
                for (long id : ids) {
                    query.setLong(index++, id);
                }
                read(query).forEach(mail -> found.put(mail.id(), mail));
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * What was read of one table.
     *
     * @param mails those that say the words, the latest first
     * @param end id of the last row that was read; zero when the table has no more
     */
    private record Read(List<OutboxMail> mails, long end) {
        static final Read NOTHING = new Read(List.of(), 0);
    }

    /**
     * The latest mails that fit.
     *
     * @param olderThan only those with a smaller id
     */
    MailPage search(Connection connection, MailFilter filter, Optional<Long> olderThan, int most) throws SQLException {
        int rows = filter.words().isPresent() ? READ_FOR_WORDS : most + 1;
        Read going = isEnded(filter) ? Read.NOTHING : going(connection, filter, olderThan, rows);
        Read ended = isGoing(filter) ? Read.NOTHING : ended(connection, filter, olderThan, rows);
        // Read second: a mail that ended between the two is in both.
        Set<Long> known = ended.mails().stream().map(OutboxMail::id).collect(Collectors.toSet());
        // Below the higher of the two ends something of that table was not read.
        long complete = Math.max(going.end(), ended.end());
        Stream<OutboxMail> stillGoing = going.mails().stream().filter(mail -> !known.contains(mail.id()));
        List<OutboxMail> all = Stream.concat(stillGoing, ended.mails().stream())
                .filter(mail -> mail.id() >= complete)
                .sorted(Comparator.comparingLong(OutboxMail::id).reversed())
                .toList();
        if (all.size() > most) {
            return new MailPage(
                    all.subList(0, most), Optional.of(all.get(most - 1).id()));
        }
        return new MailPage(all, complete > 0 ? Optional.of(complete) : Optional.empty());
    }

    private static boolean isEnded(MailFilter filter) {
        return filter.state()
                .filter(state -> switch (state) {
                    case SENT, FAILED, CANCELLED -> true;
                    default -> false;
                })
                .isPresent();
    }

    private static boolean isGoing(MailFilter filter) {
        return filter.state()
                .filter(state -> switch (state) {
                    case QUEUED, SENDING, DEFERRED, HELD -> true;
                    default -> false;
                })
                .isPresent();
    }

    private Read going(Connection connection, MailFilter filter, Optional<Long> olderThan, int most)
            throws SQLException {
        List<String> conditions = conditions(filter, olderThan);
        filter.state().ifPresent(state -> conditions.add("(" + STATE + ") = ?"));
        return query(connection, GOING, conditions, filter, olderThan, most);
    }

    private Read ended(Connection connection, MailFilter filter, Optional<Long> olderThan, int most)
            throws SQLException {
        List<String> conditions = conditions(filter, olderThan);
        filter.state()
                .ifPresent(state -> conditions.add(
                        state == MessageState.SENT ? "m.state = ?" : "m.state = ? AND m.state <> 'SENT'"));
        return query(connection, ended, conditions, filter, olderThan, most);
    }

    private static List<String> conditions(MailFilter filter, Optional<Long> olderThan) {
        List<String> conditions = new ArrayList<>();
        if (!filter.accounts().isEmpty()) {
            conditions.add("m." + in(filter.accounts()));
        }
        filter.batch().ifPresent(batch -> conditions.add("m.batch = ?"));
        olderThan.ifPresent(id -> conditions.add("m.id < ?"));
        return conditions;
    }

    private Read query(
            Connection connection,
            String rows,
            List<String> conditions,
            MailFilter filter,
            Optional<Long> olderThan,
            int most)
            throws SQLException {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + rows + where + " ORDER BY m.id DESC LIMIT ?")) {
            int index = bind(query, 1, filter.accounts());
            if (filter.batch().isPresent()) {
                query.setString(index++, filter.batch().get());
            }
            if (olderThan.isPresent()) {
                query.setLong(index++, olderThan.get());
            }
            if (filter.state().isPresent()) {
                query.setString(index++, filter.state().get().name());
            }
            query.setInt(index, most);
            return read(query, filter.words(), most);
        }
    }

    /** Only what says the words becomes a mail. */
    private Read read(PreparedStatement query, Optional<String> words, int most) throws SQLException {
        List<OutboxMail> mails = new ArrayList<>();
        long last = 0;
        int read = 0;
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                last = rows.getLong("id");
                read++;
                if (words.isEmpty() || says(rows, words.get().toLowerCase(Locale.ROOT))) {
                    mails.add(Rows.mail(dialect, rows));
                }
            }
        }
        return new Read(mails, read < most ? 0 : last);
    }

    private static boolean says(ResultSet rows, String words) throws SQLException {
        for (String column : SEARCHED) {
            if (rows.getString(column).toLowerCase(Locale.ROOT).contains(words)) {
                return true;
            }
        }
        return false;
    }

    /** Batches of which not every mail has ended, the latest first. */
    List<String> batchesUnderWay(Connection connection, Set<Long> accounts, int most) throws SQLException {
        String where = accounts.isEmpty() ? "" : " AND " + in(accounts);
        try (PreparedStatement query = connection.prepareStatement("SELECT batch FROM outbox_message"
                + " WHERE batch IS NOT NULL" + where + " GROUP BY batch ORDER BY MAX(id) DESC LIMIT ?")) {
            query.setInt(bind(query, 1, accounts), most);
            List<String> batches = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    batches.add(rows.getString(1));
                }
            }
            return batches;
        }
    }

    /** How many mails of a batch are in each state, the ended ones too; of some accounts, or of all where none is named. */
    Map<MessageState, Long> ofBatch(Connection connection, String batch, Set<Long> accounts) throws SQLException {
        Map<MessageState, Long> counts = new EnumMap<>(MessageState.class);
        String going = accounts.isEmpty() ? "" : " AND m." + in(accounts);
        String ofEnded = accounts.isEmpty() ? "" : " AND " + in(accounts);
        try (PreparedStatement query = connection.prepareStatement("SELECT " + STATE + " AS state, COUNT(*)"
                + " FROM outbox_message m LEFT JOIN outbox_account a ON a.emails_id = m.emails_id WHERE m.batch = ?"
                + going + " GROUP BY 1 UNION ALL SELECT state, COUNT(*) FROM outbox_archive WHERE batch = ?" + ofEnded
                + " GROUP BY 1")) {
            query.setString(1, batch);
            int index = bind(query, 2, accounts);
            query.setString(index, batch);
            bind(query, index + 1, accounts);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    counts.merge(MessageState.valueOf(rows.getString(1)), rows.getLong(2), Long::sum);
                }
            }
        }
        return counts;
    }

    private static String in(Set<Long> accounts) {
        return "emails_id IN (" + accounts.stream().map(id -> "?").collect(Collectors.joining(", ")) + ")";
    }

    /** Gives the next index. */
    private static int bind(PreparedStatement query, int first, Set<Long> accounts) throws SQLException {
        int index = first;
        for (long account : accounts) {
            query.setLong(index++, account);
        }
        return index;
    }

    private List<OutboxMail> read(PreparedStatement query) throws SQLException {
        List<OutboxMail> mails = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                mails.add(Rows.mail(dialect, rows));
            }
        }
        return mails;
    }
}
