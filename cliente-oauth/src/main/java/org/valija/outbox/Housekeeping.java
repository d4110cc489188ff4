package org.valija.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What is due from time to time, on any number of nodes: what nobody refers to and what has been kept long enough goes, a few
 * rows a transaction; months that begin get their place in the archive; what is held now is noted in its hour.
 */
final class Housekeeping implements Runnable {

    private static final int AT_ONCE = 500;

    private final Outbox outbox;
    private final OutboxTables tables;
    private final GroupWriter writer;
    private final DeliveryPolicy policy;
    private final BooleanSupplier ending;

    /** @param ending whether to leave the rest to the next time */
    Housekeeping(Outbox outbox, DeliveryPolicy policy, BooleanSupplier ending) {
        this.outbox = outbox;
        this.tables = outbox.tables();
        this.writer = outbox.deliveryWriter();
        this.policy = policy;
        this.ending = ending;
    }

    /** @throws org.valija.sql.DatabaseException when the database refuses; what was done stays done */
    @Override
    public void run() {
        Instant now = outbox.clock().instant();
        outbox.sweep();
        noteHeld(now);
        writer.write(connection -> {
            tables.archive().preparePartitions(connection, now);
            return true;
        });
        purgeContents(now.minus(policy.contentKept()));
        if (!policy.archiveKept().isZero()) {
            forget(now.minus(policy.archiveKept()));
        }
    }

    private void noteHeld(Instant now) {
        Map<Long, Long> held = outbox.waiting().stream()
                .filter(count -> count.state() == MessageState.HELD)
                .collect(Collectors.groupingBy(
                        WaitingCount::grantId, TreeMap::new, Collectors.summingLong(WaitingCount::mails)));
        if (!held.isEmpty()) {
            // By itself and in the order of the accounts, as all who write rows of several.
            outbox.database().inTransaction(connection -> {
                for (Map.Entry<Long, Long> account : held.entrySet()) {
                    tables.hours().held(connection, account.getKey(), now, account.getValue());
                }
                return true;
            });
        }
    }

    private void purgeContents(Instant before) {
        int purged = AT_ONCE;
        while (purged == AT_ONCE && !ending.getAsBoolean()) {
            purged = writer.write(connection -> tables.archive().purgeContents(connection, before, AT_ONCE));
        }
    }

    private void forget(Instant before) {
        boolean more = true;
        while (more && !ending.getAsBoolean()) {
            more = writer.write(connection -> tables.archive().forget(connection, before, AT_ONCE));
        }
    }
}
