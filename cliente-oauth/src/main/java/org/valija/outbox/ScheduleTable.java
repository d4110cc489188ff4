package org.valija.outbox;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.valija.sql.Dialect;

/** What is asked of db-scheduler's table beside db-scheduler itself. */
final class ScheduleTable {

    /** A table of our own: the host's db-scheduler would delete rows whose task it does not know. */
    static final String NAME = "outbox_schedule";

    /** Name of the task that drains an account; its instances are named by the grant's id. */
    static final String DRAIN = "drain";

    private static final String WAKE = "UPDATE " + NAME + " SET execution_time = ? WHERE task_name = ?"
            + " AND task_instance = ? AND picked = ? AND execution_time > ?";

    /**
     * Whoever holds the row makes it due, or picks it, or looks for mail once it has given it back: nobody need wait, and two
     * nodes that wake many cannot wait for each other.
     */
    private static final String WAKE_UNLESS_LOCKED = "UPDATE " + NAME + " SET execution_time = ?"
            + " WHERE (task_name, task_instance) IN (SELECT task_name, task_instance FROM " + NAME
            + " WHERE task_name = ? AND task_instance = ? AND picked = ? AND execution_time > ?"
            + " FOR UPDATE SKIP LOCKED)";

    private final JdbcCustomization instants;
    private final String wake;

    ScheduleTable(Dialect dialect) {
        this.wake = dialect == Dialect.SQLITE ? WAKE : WAKE_UNLESS_LOCKED;
        this.instants = dialect == Dialect.SQLITE
                ? new SqliteJdbcCustomization()
                : new PostgreSqlJdbcCustomization(false, false);
    }

    /** How db-scheduler writes instants in this database. */
    JdbcCustomization customization() {
        return instants;
    }

    /** Makes an account's idle drain due; false when it is running, due already, or not there. */
    boolean wake(Connection connection, long grantId, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(wake)) {
            instants.setInstant(update, 1, now);
            update.setString(2, DRAIN);
            update.setString(3, String.valueOf(grantId));
            update.setBoolean(4, false);
            instants.setInstant(update, 5, now);
            return update.executeUpdate() == 1;
        }
    }

    /** Makes the account's permanent row, due at once; false when it is there. */
    boolean create(Connection connection, long grantId, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + NAME
                + " (task_name, task_instance, execution_time, picked, version) VALUES (?, ?, ?, ?, 1)"
                + " ON CONFLICT (task_name, task_instance) DO NOTHING")) {
            insert.setString(1, DRAIN);
            insert.setString(2, String.valueOf(grantId));
            instants.setInstant(insert, 3, now);
            insert.setBoolean(4, false);
            return insert.executeUpdate() == 1;
        }
    }

    /** Gives back what a node of that name held when it ended; gives how much. */
    int releaseOf(Connection connection, String node, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + NAME + " SET picked = ?,"
                + " picked_by = NULL, last_heartbeat = NULL, execution_time = ?, version = version + 1"
                + " WHERE picked = ? AND picked_by = ?")) {
            update.setBoolean(1, false);
            instants.setInstant(update, 2, now);
            update.setBoolean(3, true);
            update.setString(4, node);
            return update.executeUpdate();
        }
    }
}
