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
     * Returns when it is this thread's turn; to be given back by {@code unlock}. Who is interrupted meanwhile keeps waiting, and
     * stays interrupted: what must be written, such as a renewed token, must not be lost for that.
     *
     * @throws SQLException as SQLite's own when it is busy, when it does not become its turn
     */
    static void take(ReentrantLock turn) throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean interrupted = false;
        try {
            boolean taken = false;
            while (!taken) {
                try {
                    if (!turn.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        throw busy("others of this process have been writing for " + PATIENCE_SECONDS + " s");
                    }
                    taken = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SQLException busy(String why) {
        return new SQLException("[SQLITE_BUSY] " + why, null, SQLITE_BUSY);
    }
}
