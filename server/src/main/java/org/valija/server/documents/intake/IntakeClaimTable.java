package org.valija.server.documents.intake;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code intake_claim}: which node works on which file, and until when that holds by the database's clock. */
@Repository
class IntakeClaimTable {

    private final Database database;
    private final Dialect dialect;

    IntakeClaimTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** Takes a file for a node; false when another has it. */
    boolean claim(String file, String node, Duration lease) {
        return database.inTransaction(connection -> {
            Instant now = dialect.now(connection);
            try (PreparedStatement claim = connection.prepareStatement("""
                    INSERT INTO intake_claim (file, node, until) VALUES (?, ?, ?)
                    ON CONFLICT (file) DO UPDATE SET node = excluded.node, until = excluded.until
                      WHERE intake_claim.until <= ? OR intake_claim.node = excluded.node
                    """)) {
                claim.setString(1, file);
                claim.setString(2, node);
                dialect.bind(claim, 3, now.plus(lease));
                dialect.bind(claim, 4, now);
                return claim.executeUpdate() == 1;
            }
        });
    }

    /** Gives a file free that the node has. */
    void release(String file, String node) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM intake_claim WHERE file = ? AND node = ?")) {
                delete.setString(1, file);
                delete.setString(2, node);
                return delete.executeUpdate();
            }
        });
    }

    /** Forgets what nodes held that ended; gives how many files. */
    int forgetEnded() {
        return database.inTransaction(connection -> {
            Instant now = dialect.now(connection);
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM intake_claim WHERE until <= ?")) {
                dialect.bind(delete, 1, now);
                return delete.executeUpdate();
            }
        });
    }
}
