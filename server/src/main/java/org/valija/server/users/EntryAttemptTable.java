package org.valija.server.users;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code entry_attempt}. Of several who write the same row at once, on whichever node, one does. */
@Repository
class EntryAttemptTable {

    private final Database database;
    private final Dialect dialect;

    EntryAttemptTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** How often in vain, and when last, to the millisecond. */
    record Attempts(int count, Instant last) {}

    Optional<Attempts> find(String pairHash) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT attempts, last_at FROM entry_attempt WHERE pair_hash = ?")) {
                query.setString(1, pairHash);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Attempts(
                                    rows.getInt(1), dialect.instant(rows, 2).orElseThrow()))
                            : Optional.empty();
                }
            }
        });
    }

    /** Writes the first attempt of a pair; gives whether it was. */
    boolean insert(String pairHash, Attempts first) {
        return database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO entry_attempt (pair_hash, attempts, last_at) VALUES (?, ?, ?)
                    ON CONFLICT (pair_hash) DO NOTHING
                    """)) {
                insert.setString(1, pairHash);
                insert.setInt(2, first.count());
                dialect.bind(insert, 3, first.last());
                return insert.executeUpdate() == 1;
            }
        });
    }

    /** Writes a further attempt, if the row is still as it was found; gives whether it was. */
    boolean update(String pairHash, Attempts found, Attempts next) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE entry_attempt SET attempts = ?, last_at = ?
                    WHERE pair_hash = ? AND attempts = ? AND last_at = ?
                    """)) {
                update.setInt(1, next.count());
                dialect.bind(update, 2, next.last());
                update.setString(3, pairHash);
                update.setInt(4, found.count());
                dialect.bind(update, 5, found.last());
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Counts one less. */
    void takeBack(String pairHash) {
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE entry_attempt SET attempts = attempts - 1 WHERE pair_hash = ? AND attempts > 0")) {
                update.setString(1, pairHash);
                return update.executeUpdate();
            }
        });
    }

    void delete(String pairHash) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM entry_attempt WHERE pair_hash = ?")) {
                delete.setString(1, pairHash);
                return delete.executeUpdate();
            }
        });
    }

    /** Deletes what is older than that. */
    void forget(Instant before) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM entry_attempt WHERE last_at < ?")) {
                dialect.bind(delete, 1, before);
                return delete.executeUpdate();
            }
        });
    }
}
