package org.valija.tests.outbox;

import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * When the machine stood still for a process: a sleep of a few milliseconds or a trivial commit took far longer. Such times
 * say nothing of the outbox.
 */
final class Stalls {

    /** A time by the wall clock, in milliseconds. */
    record Interval(long from, long until) {

        long overlap(long start, long end) {
            return Math.max(0, Math.min(until, end) - Math.max(from, start));
        }
    }

    static final String TABLE = "CREATE TABLE stall_probe (n INTEGER)";

    private static final long NAP_MILLIS = 5;
    private static final long PROBE_EVERY_MILLIS = 50;
    private static final long STALL_MILLIS = 100;

    private final Queue<Interval> found = new ConcurrentLinkedQueue<>();
    private final List<Thread> watches;

    private Stalls(Database database) {
        watches = List.of(watch(0, () -> Thread.sleep(NAP_MILLIS)), watch(PROBE_EVERY_MILLIS, () -> commit(database)));
    }

    static Stalls watch(Database database) {
        return new Stalls(database);
    }

    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    private Thread watch(long pauseMillis, Step step) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Thread.sleep(pauseMillis);
                    long begun = System.currentTimeMillis();
                    step.run();
                    long ended = System.currentTimeMillis();
                    if (ended - begun > STALL_MILLIS) {
                        found.add(new Interval(begun, ended));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void commit(Database database) {
        try {
            database.inTransaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.executeUpdate("INSERT INTO stall_probe (n) VALUES (1)");
                }
            });
        } catch (DatabaseException e) {
            // That it could not commit within the database's own patience is a stall, and told as one.
            System.err.println("probe: " + e.getMessage());
        }
    }

    /** All so far, as a line. */
    String line() {
        return found.stream()
                .map(interval -> interval.from() + "-" + interval.until())
                .collect(Collectors.joining(" "));
    }

    void stop() {
        watches.forEach(Thread::interrupt);
    }

    static List<Interval> parse(String line) {
        List<Interval> intervals = new ArrayList<>();
        for (String word : line.strip().split(" ", -1)) {
            if (!word.isEmpty()) {
                String[] ends = word.split("-", -1);
                intervals.add(new Interval(Long.parseLong(ends[0]), Long.parseLong(ends[1])));
            }
        }
        return intervals;
    }

    /** The same times, none of them twice, in their order. */
    static List<Interval> merged(Collection<Interval> intervals) {
        List<Interval> merged = new ArrayList<>();
        for (Interval next : intervals.stream()
                .sorted(Comparator.comparingLong(Interval::from))
                .toList()) {
            Interval last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && next.from() <= last.until()) {
                merged.set(merged.size() - 1, new Interval(last.from(), Math.max(last.until(), next.until())));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }
}
