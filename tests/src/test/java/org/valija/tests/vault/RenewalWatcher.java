package org.valija.tests.vault;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.valija.sql.WatchedDataSource;

/**
 * Recognises the two transactions of a renewal by their statements. Stops for ever at a point of one of them, or refuses
 * the second as a database does that is away.
 */
final class RenewalWatcher implements WatchedDataSource.Watcher {

    private static final String INTENT = "intent_node = ?";
    private static final String STORE = "SET generation = generation + 1, last_refreshed_at";

    private final Consumer<String> told;
    private volatile Optional<Point> stop = Optional.empty();
    private volatile boolean refusing;

    /** @param told hears the name of the point at which this stops, or of the refusal */
    RenewalWatcher(Consumer<String> told) {
        this.told = told;
    }

    void stopAt(Point point) {
        stop = Optional.of(point);
    }

    void refuseToStore() {
        refusing = true;
    }

    @Override
    public void preparing(String sql) throws SQLException {
        if (refusing && sql.contains(STORE)) {
            told.accept("refused");
            throw new SQLException("the database is away", "08006");
        }
    }

    @Override
    public void committing(List<String> statements) {
        stopIf(statements, STORE, Point.BEFORE_COMMIT);
    }

    @Override
    public void committed(List<String> statements) {
        stopIf(statements, INTENT, Point.BEFORE_REQUEST);
        stopIf(statements, STORE, Point.AFTER_COMMIT);
    }

    private void stopIf(List<String> statements, String mark, Point point) {
        if (stop.filter(point::equals).isEmpty()
                || statements.stream().noneMatch(statement -> statement.contains(mark))) {
            return;
        }
        told.accept(point.name());
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("to be killed, not interrupted", e);
        }
    }
}
