package org.valija.server.bulk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;

/** The documents of a bulk delivery with what became of their mails, read a part at a time, so that any number fits in memory. */
final class BulkRows {

    private static final int AT_ONCE = 500;

    private final BulkItemTable items;
    private final Outbox outbox;
    private final long bulkId;

    private BulkRows(BulkItemTable items, Outbox outbox, long bulkId) {
        this.items = items;
        this.outbox = outbox;
        this.bulkId = bulkId;
    }

    static BulkRows of(BulkItemTable items, Outbox outbox, long bulkId) {
        return new BulkRows(items, outbox, bulkId);
    }

    /**
     * A document and its mail.
     *
     * @param mail once it was handed in, as long as the outbox knows it
     */
    record Row(BulkItem item, Optional<OutboxMail> mail) {

        /** Whether it was not sent, and may be when somebody has mended what was in its way. */
        boolean isMendable() {
            return item.state().isMendable()
                    || mail.filter(known ->
                                    known.state() == MessageState.FAILED || known.state() == MessageState.CANCELLED)
                            .isPresent();
        }
    }

    /** Each with its mail. */
    static List<Row> with(Outbox outbox, List<BulkItem> some) {
        Map<Long, OutboxMail> mails =
                outbox
                        .find(some.stream()
                                .flatMap(item -> item.outboxId().stream())
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(OutboxMail::id, Function.identity()));
        return some.stream()
                .map(item -> new Row(item, item.outboxId().map(mails::get)))
                .toList();
    }

    /** All in their order. */
    void forEach(Consumer<Row> each) {
        int after = 0;
        List<BulkItem> part = items.page(bulkId, List.of(), after, AT_ONCE);
        while (!part.isEmpty()) {
            with(outbox, part).forEach(each);
            after = part.getLast().seq();
            part = items.page(bulkId, List.of(), after, AT_ONCE);
        }
    }
}
