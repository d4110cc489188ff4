package org.valija.server.bulk;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.bulk.BulkTable.End;
import org.valija.server.secrets.Random256;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * Does what is to be done for bulk deliveries, a bounded step at a time. A node holds a delivery while it works on it and lets
 * it go when it is killed, after {@link #HELD}; each document is taken in the transaction that hands its mail in, so that it
 * is handed in once whatever nodes believe. Thread-safe.
 */
@Component
class BulkWork {

    private static final Logger LOG = LoggerFactory.getLogger(BulkWork.class);

    static final Duration HELD = Duration.ofSeconds(20);

    /** Mails of a delivery that wait in the outbox at most: more would fill the disk long before a quota lets them go. */
    static final int MOST_AHEAD = 2_000;

    private static final int CHECKED_AT_ONCE = 100;
    private static final int HANDED_IN_AT_ONCE = 25;
    private static final int TAKEN_BACK_AT_ONCE = 100;

    private final Database database;
    private final BulkTable bulks;
    private final BulkItemTable items;
    private final BulkClerk clerk;
    private final Outbox outbox;
    private final Clock clock;
    private final String node = Random256.next();

    /** By delivery, the place of the last document that is to be tried again: those behind it come first. */
    private final Map<Long, Integer> hindered = new ConcurrentHashMap<>();

    BulkWork(Database database, BulkTable bulks, BulkItemTable items, BulkClerk clerk, Outbox outbox, Clock clock) {
        this.database = database;
        this.bulks = bulks;
        this.items = items;
        this.clerk = clerk;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * A step of each delivery that no other node holds; a failure of one does not keep the others waiting.
     *
     * @return whether more is to be done at once
     */
    boolean step() {
        boolean more = false;
        for (long id : bulks.atWork()) {
            more |= attempt(id, () -> bulks.hold(id, node, HELD) && step(id));
        }
        for (long id : bulks.paused()) {
            attempt(id, () -> holdBack(id));
        }
        return more;
    }

    private static boolean attempt(long id, BooleanSupplier part) {
        try {
            return part.getAsBoolean();
        } catch (DatabaseException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("bulk delivery {} could not go on and is tried again", id, e);
            return false;
        }
    }

    /** Lets other nodes go on. */
    void end() {
        bulks.letGo(node);
    }

    private boolean step(long id) {
        Optional<BulkDelivery> found = bulks.find(id);
        return found.isPresent()
                && switch (found.get().state()) {
                    case CHECKING -> check(found.get());
                    case RUNNING -> handIn(found.get());
                    case STOPPING -> takeBack(found.get());
                    case PREPARED, PAUSED, STOPPED, DONE -> false;
                };
    }

    private boolean check(BulkDelivery bulk) {
        List<BulkItem> next = items.page(bulk.id(), List.of(ItemState.TO_CHECK), 0, CHECKED_AT_ONCE);
        if (next.isEmpty()) {
            database.inTransaction(
                    connection -> bulks.change(connection, bulk.id(), List.of(BulkState.CHECKING), BulkState.PREPARED));
            return false;
        }
        List<BulkItem> looked = clerk.look(bulk, next);
        database.inTransaction(connection -> {
            items.checked(connection, looked);
            return true;
        });
        return true;
    }

    private boolean handIn(BulkDelivery bulk) {
        int room = (int) Math.max(0, MOST_AHEAD - underWay(outbox.ofBatch(bulk.batch())));
        int after = hindered.getOrDefault(bulk.id(), 0);
        List<BulkItem> next = items.page(bulk.id(), List.of(ItemState.READY), after, Math.min(room, HANDED_IN_AT_ONCE));
        if (next.isEmpty()) {
            if (room > 0 && hindered.remove(bulk.id()) == null) {
                endIfOver(bulk, BulkState.DONE);
            }
            return false;
        }
        for (BulkItem item : next) {
            switch (clerk.handIn(bulk, item)) {
                case HandIn.Done() -> {}
                case HandIn.NotNow() -> {
                    return false;
                }
                case HandIn.Later(Trouble trouble) -> {
                    // The others first: it may be the trouble of this one alone.
                    hindered.put(bulk.id(), item.seq());
                    bulks.hinder(bulk.id(), trouble);
                    return false;
                }
                case HandIn.Refused(ItemState state, String trouble) -> items.putAside(item, state, trouble);
            }
        }
        return true;
    }

    /** What was on the wire when it was paused, and came back, waits like the rest. */
    private boolean holdBack(long id) {
        String batch = BulkDelivery.batch(id);
        Map<MessageState, Long> mails = outbox.ofBatch(batch);
        boolean back = mails.containsKey(MessageState.QUEUED) || mails.containsKey(MessageState.DEFERRED);
        return back
                && database.inTransaction(
                        connection -> bulks.change(connection, id, List.of(BulkState.PAUSED), BulkState.PAUSED)
                                && outbox.holdBatch(connection, batch) > 0);
    }

    /** What is on the wire cannot be taken back; it ends by itself, or waits here again. */
    private boolean takeBack(BulkDelivery bulk) {
        List<OutboxMail> waiting = new ArrayList<>();
        for (MessageState state : List.of(MessageState.HELD, MessageState.QUEUED, MessageState.DEFERRED)) {
            waiting.addAll(
                    outbox.search(MailFilter.ALL.ofBatch(bulk.batch()).in(state), Optional.empty(), TAKEN_BACK_AT_ONCE)
                            .mails());
        }
        waiting.forEach(mail -> outbox.cancel(mail.id()));
        if (waiting.isEmpty()) {
            endIfOver(bulk, BulkState.STOPPED);
        }
        return !waiting.isEmpty();
    }

    /** Its mails are counted after its documents: none is handed in between, unless another node has taken it over. */
    private void endIfOver(BulkDelivery bulk, BulkState how) {
        Map<MessageState, Long> mails = outbox.ofBatch(bulk.batch());
        if (underWay(mails) > 0) {
            return;
        }
        long sent = mails.getOrDefault(MessageState.SENT, 0L);
        long all = mails.values().stream().mapToLong(Long::longValue).sum();
        End end = new End(bulk.state(), how, sent, all - sent, clock.instant());
        boolean ended = database.inTransaction(connection ->
                !items.has(connection, bulk.id(), ItemState.READY) && bulks.end(connection, bulk.id(), node, end));
        if (ended) {
            LOG.info("bulk delivery {} has ended: {} sent, {} not sent", bulk.id(), sent, all - sent);
        }
    }

    /** Those of which something will become by itself, or by who mends their account. */
    static long underWay(Map<MessageState, Long> mails) {
        return mails.getOrDefault(MessageState.QUEUED, 0L)
                + mails.getOrDefault(MessageState.SENDING, 0L)
                + mails.getOrDefault(MessageState.DEFERRED, 0L)
                + mails.getOrDefault(MessageState.HELD, 0L);
    }
}
