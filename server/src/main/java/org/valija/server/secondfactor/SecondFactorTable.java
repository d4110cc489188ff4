package org.valija.server.secondfactor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code second_factor}. Of several who take the same code, on whichever node, one does. */
@Repository
class SecondFactorTable {

    private final Database database;
    private final Dialect dialect;

    SecondFactorTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /**
     * A user's second factor.
     *
     * @param sealedSecret what its codes are made from
     * @param mark another with each that is set up
     * @param lastStep of the last code that was taken
     */
    record Row(String userCode, String sealedSecret, String mark, long lastStep, Instant since) {}

    Optional<Row> find(String userCode) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT user_code, secret, mark, last_step, since FROM second_factor WHERE user_code = ?")) {
                query.setString(1, userCode);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Row(
                                    rows.getString("user_code"),
                                    rows.getString("secret"),
                                    rows.getString("mark"),
                                    rows.getLong("last_step"),
                                    dialect.instant(rows, "since").orElseThrow()))
                            : Optional.empty();
                }
            }
        });
    }

    /** Opens no seal. */
    Optional<String> mark(String userCode) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT mark FROM second_factor WHERE user_code = ?")) {
                query.setString(1, userCode);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
                }
            }
        });
    }

    /** Adds one in the caller's transaction; gives whether the user had none. */
    boolean insert(Connection connection, Row row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO second_factor (user_code, secret, mark, last_step, since) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (user_code) DO NOTHING
                """)) {
            insert.setString(1, row.userCode());
            insert.setString(2, row.sealedSecret());
            insert.setString(3, row.mark());
            insert.setLong(4, row.lastStep());
            dialect.bind(insert, 5, row.since());
            return insert.executeUpdate() == 1;
        }
    }

    /** Takes the code of that step; gives whether it is later than the last one, of the same second factor. */
    boolean take(String userCode, String mark, long step) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE second_factor SET last_step = ? WHERE user_code = ? AND mark = ? AND last_step < ?")) {
                update.setLong(1, step);
                update.setString(2, userCode);
                update.setString(3, mark);
                update.setLong(4, step);
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Deletes it with its recovery codes in the caller's transaction; gives whether there was one. */
    boolean delete(Connection connection, String userCode) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM second_factor WHERE user_code = ?")) {
            delete.setString(1, userCode);
            return delete.executeUpdate() == 1;
        }
    }
}
