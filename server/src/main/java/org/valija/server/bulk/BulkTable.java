package org.valija.server.bulk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.server.users.CompanyScope;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/**
 * All SQL of {@code bulk_delivery}. Whoever changes a state names those that it may be changed from, and is told whether it
 * was. A node holds one by the database's clock.
 */
@Repository
class BulkTable {

    private static final String COLUMNS = "id, company_id, user_code, name, state, emails_id, with_xml, with_pdf,"
            + " copy_to_me, send_again, documents, handed_in, sent, not_sent, created_at, started_at, ended_at, trouble";

    private final Database database;
    private final Dialect dialect;

    BulkTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /**
     * One to be added.
     *
     * @param documents how many there are
     */
    record NewBulk(long companyId, String userCode, String name, int documents) {}

    /** Adds one whose documents are to be looked at; gives its id. */
    long insert(Connection connection, NewBulk bulk, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO bulk_delivery (company_id, user_code, name, state, with_xml, with_pdf, copy_to_me,
                  send_again, documents, created_at)
                VALUES (?, ?, ?, 'CHECKING', ?, ?, ?, ?, ?, ?) RETURNING id
                """)) {
            insert.setLong(1, bulk.companyId());
            insert.setString(2, bulk.userCode());
            insert.setString(3, bulk.name());
            int next = bind(insert, 4, BulkOptions.STANDARD);
            insert.setInt(next, bulk.documents());
            dialect.bind(insert, next + 1, now);
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Gives the next place to bind. */
    private static int bind(PreparedStatement statement, int first, BulkOptions options) throws SQLException {
        statement.setBoolean(first, options.xml());
        statement.setBoolean(first + 1, options.pdf());
        statement.setBoolean(first + 2, options.copyToMe());
        statement.setBoolean(first + 3, options.again());
        return first + 4;
    }

    Optional<BulkDelivery> find(long id) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM bulk_delivery WHERE id = ?")) {
                query.setLong(1, id);
                return read(query).stream().findFirst();
            }
        });
    }

    /**
     * The latest.
     *
     * @param userCode whose; empty for everybody's
     * @param companies of which
     * @param olderThan only those with a smaller id
     */
    List<BulkDelivery> latest(Optional<String> userCode, CompanyScope companies, Optional<Long> olderThan, int most) {
        if (!companies.all() && companies.ids().isEmpty()) {
            return List.of();
        }
        String mine = userCode.isPresent() ? " AND user_code = ?" : "";
        String theirs = companies.all()
                ? ""
                : " AND company_id IN (" + "?, ".repeat(companies.ids().size() - 1) + "?)";
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS
                    + " FROM bulk_delivery WHERE id < ?" + mine + theirs + " ORDER BY id DESC LIMIT ?")) {
                query.setLong(1, olderThan.orElse(Long.MAX_VALUE));
                int next = 2;
                if (userCode.isPresent()) {
                    query.setString(next++, userCode.get());
                }
                for (long company : companies.ids()) {
                    query.setLong(next++, company);
                }
                query.setInt(next, most);
                return read(query);
            }
        });
    }

    /** Those that a node has to work on, the oldest first. */
    List<Long> atWork() {
        return ids("SELECT id FROM bulk_delivery WHERE state IN ('CHECKING', 'RUNNING', 'STOPPING') ORDER BY id");
    }

    private List<Long> ids(String sql) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet rows = query.executeQuery()) {
                List<Long> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
                return ids;
            }
        });
    }

    /** Those that a person has paused. */
    List<Long> paused() {
        return ids("SELECT id FROM bulk_delivery WHERE state = 'PAUSED' ORDER BY id");
    }

    /** Holds one for a node that works on it, or goes on holding it; false while another does. */
    boolean hold(long id, String node, Duration time) {
        return database.inTransaction(connection -> {
            Instant now = dialect.now(connection);
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE bulk_delivery SET held_by = ?, held_until = ?
                    WHERE id = ? AND (held_by IS NULL OR held_by = ? OR held_until < ?)
                    """)) {
                update.setString(1, node);
                dialect.bind(update, 2, now.plus(time));
                update.setLong(3, id);
                update.setString(4, node);
                dialect.bind(update, 5, now);
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Lets others have what a node holds. */
    void letGo(String node) {
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE bulk_delivery SET held_by = NULL, held_until = NULL WHERE held_by = ?")) {
                update.setString(1, node);
                return update.executeUpdate();
            }
        });
    }

    /** Changes the state; false when it is none of those. */
    boolean change(Connection connection, long id, Collection<BulkState> from, BulkState to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE bulk_delivery SET state = ? WHERE id = ? AND state IN (" + names(from) + ")")) {
            update.setString(1, to.name());
            update.setLong(2, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Starts one that is prepared; false when it is not. */
    boolean start(Connection connection, long id, long grantId, BulkOptions options, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE bulk_delivery SET with_xml = ?, with_pdf = ?, copy_to_me = ?, send_again = ?, emails_id = ?,
                  started_at = ?, state = 'RUNNING'
                WHERE id = ? AND state = 'PREPARED'
                """)) {
            int next = bind(update, 1, options);
            update.setLong(next, grantId);
            dialect.bind(update, next + 1, now);
            update.setLong(next + 2, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Notes what of ours keeps one of its documents waiting, until the next is handed in. */
    void hinder(long id, Trouble trouble) {
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE bulk_delivery SET trouble = ? WHERE id = ? AND state = 'RUNNING'")) {
                update.setString(1, trouble.text());
                update.setLong(2, id);
                return update.executeUpdate();
            }
        });
    }

    /**
     * Counts a document that is handed in, while it runs; false when it does not. Whoever pauses or stops it meanwhile waits
     * for this transaction, and so finds its mail.
     */
    boolean handedIn(Connection connection, long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE bulk_delivery SET handed_in = handed_in + 1, trouble = '' WHERE id = ? AND state = 'RUNNING'")) {
            update.setLong(1, id);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * The end of one.
     *
     * @param sent how many of its mails were sent
     * @param notSent how many were not
     */
    record End(BulkState from, BulkState to, long sent, long notSent, Instant at) {}

    /** Ends one that a node holds; false when another does, or it is in another state. */
    boolean end(Connection connection, long id, String node, End end) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE bulk_delivery SET state = ?, sent = ?, not_sent = ?, ended_at = ?, held_by = NULL,
                  held_until = NULL, trouble = ''
                WHERE id = ? AND state = ? AND held_by = ?
                """)) {
            update.setString(1, end.to().name());
            update.setLong(2, end.sent());
            update.setLong(3, end.notSent());
            dialect.bind(update, 4, end.at());
            update.setLong(5, id);
            update.setString(6, end.from().name());
            update.setString(7, node);
            return update.executeUpdate() == 1;
        }
    }

    /** Deletes one that was not started, with its documents' places; false when it was. */
    boolean delete(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM bulk_delivery WHERE id = ? AND state IN ('CHECKING', 'PREPARED')")) {
            delete.setLong(1, id);
            return delete.executeUpdate() == 1;
        }
    }

    private static String names(Collection<BulkState> states) {
        return String.join(
                ", ", states.stream().map(state -> "'" + state.name() + "'").toList());
    }

    private List<BulkDelivery> read(PreparedStatement query) throws SQLException {
        List<BulkDelivery> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                long grantId = rows.getLong("emails_id");
                Optional<Long> grant = rows.wasNull() ? Optional.empty() : Optional.of(grantId);
                found.add(new BulkDelivery(
                        rows.getLong("id"),
                        rows.getLong("company_id"),
                        rows.getString("user_code"),
                        rows.getString("name"),
                        BulkState.valueOf(rows.getString("state")),
                        grant,
                        new BulkOptions(
                                rows.getBoolean("with_xml"),
                                rows.getBoolean("with_pdf"),
                                rows.getBoolean("copy_to_me"),
                                rows.getBoolean("send_again")),
                        rows.getInt("documents"),
                        rows.getInt("handed_in"),
                        rows.getInt("sent"),
                        rows.getInt("not_sent"),
                        dialect.instant(rows, "created_at").orElseThrow(),
                        dialect.instant(rows, "started_at"),
                        dialect.instant(rows, "ended_at"),
                        Optional.of(rows.getString("trouble"))
                                .filter(text -> !text.isEmpty())
                                .map(Trouble::of)));
            }
        }
        return found;
    }
}
