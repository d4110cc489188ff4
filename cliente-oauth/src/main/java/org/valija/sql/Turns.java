package org.valija.sql;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Waiting for one's turn to write to a SQLite file, as long as SQLite itself would wait for other processes, and longer. */
final class Turns {

    private static final long PATIENCE_SECONDS = 20;

    /** https://sqlite.org/rescode.html#busy, as the driver reports it. */
    private static final int SQLITE_BUSY = 5;

    private Turns() {}

    /**
     * Returns when it is this thread's turn; to be given back by {@code unlock}.
     *
     * @throws SQLException as SQLite's own when it is busy, when it does not become its turn
     */
    static void take(ReentrantLock turn) throws SQLException {
        try {
            if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy("others of this process have been writing for " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy("interrupted while waiting for the turn to write");
        }
    }

    private static SQLException busy(String why) {
        return new SQLException("[SQLITE_BUSY] " + why, null, SQLITE_BUSY);
    }
}
