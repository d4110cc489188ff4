package org.valija.server.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.valija.outbox.MessageState;
import org.valija.server.outbox.MailView;
import org.valija.server.web.Say;

/**
 * How a bulk delivery stands.
 *
 * @param items how many of its documents are in each state
 * @param mails how many of its mails are
 * @param waits why nothing leaves, when that is so
 * @param elsewhere whether what lets it go is done in <em>Bandeja de salida</em>
 * @param left how long it still takes, in words
 */
record BulkStanding(
        BulkDelivery bulk,
        Map<ItemState, Long> items,
        Map<MessageState, Long> mails,
        Optional<Say> waits,
        boolean elsewhere,
        Optional<String> left) {

    private static final List<MessageState> SHOWN = List.of(
            MessageState.SENT,
            MessageState.HELD,
            MessageState.FAILED,
            MessageState.UNKNOWN,
            MessageState.DEFERRED,
            MessageState.CANCELLED);

    BulkStanding {
        items = Map.copyOf(items);
        mails = Map.copyOf(mails);
    }

    public long of(ItemState state) {
        return items.getOrDefault(state, 0L);
    }

    /** The same by the state's name, for pages. */
    public long of(String state) {
        return of(ItemState.valueOf(state));
    }

    public long of(MessageState state) {
        return mails.getOrDefault(state, 0L);
    }

    /** A server took them; as was counted at the end, where the outbox has forgotten since. */
    public long sent() {
        return bulk.state().isEnded() && isForgotten() ? bulk.sent() : of(MessageState.SENT);
    }

    private boolean isForgotten() {
        return mails.values().stream().mapToLong(Long::longValue).sum() < bulk.handedIn();
    }

    /** They are still to leave, and nothing is in their way. */
    public long going() {
        return of(ItemState.READY) + of(MessageState.QUEUED) + of(MessageState.SENDING) + of(MessageState.DEFERRED);
    }

    /** They wait for somebody, a quota or a provider. */
    public long held() {
        return of(MessageState.HELD);
    }

    /** They were tried, or could not be put together, and will not be sent. */
    public long failed() {
        return of(MessageState.FAILED) + of(ItemState.FAILED) + of(ItemState.MISSING);
    }

    /** They were stopped by a person. */
    public long stopped() {
        return of(MessageState.CANCELLED) + of(ItemState.STOPPED);
    }

    /** They were not to be sent. */
    public long aside() {
        return of(ItemState.NO_ADDRESS)
                + of(ItemState.NOT_STAMPED)
                + of(ItemState.BAD_SEAL)
                + of(ItemState.ALREADY_SENT);
    }

    public long unknown() {
        return of(MessageState.UNKNOWN);
    }

    /** Those that are or were to be sent. */
    public long wanted() {
        return sent() + going() + held() + failed() + stopped() + unknown();
    }

    /** Those that have not ended. */
    public long remaining() {
        return going() + held();
    }

    /** Documents that were looked at. */
    public long checked() {
        return bulk.documents() - of(ItemState.TO_CHECK);
    }

    /** Those that may be sent when somebody has mended something. */
    public long mendable() {
        return of(ItemState.NO_ADDRESS)
                + of(ItemState.NOT_STAMPED)
                + of(ItemState.BAD_SEAL)
                + of(ItemState.FAILED)
                + of(ItemState.STOPPED)
                + of(MessageState.FAILED)
                + of(MessageState.CANCELLED);
    }

    /**
     * A part of the documents that may be shown alone.
     *
     * @param word of its address
     * @param key of its name
     */
    record Chip(String word, String key, String tone, long count) {}

    /** Those parts that have documents: by what became of the mails, then by why there is none. */
    List<Chip> chips() {
        List<Chip> chips = new ArrayList<>();
        for (MessageState state : SHOWN) {
            chips.add(new Chip(BulkSelection.word(state), "outbox.count." + state, MailView.tone(state), of(state)));
        }
        for (ItemState state : ItemState.values()) {
            if (state != ItemState.HANDED_IN && state != ItemState.TO_CHECK) {
                chips.add(new Chip(state.name(), "bulk.item." + state, state.tone(), of(state)));
            }
        }
        return chips.stream().filter(chip -> chip.count() > 0).toList();
    }

    /** Name of the colour of what is said at its end. */
    public String tone() {
        return failed() + unknown() > 0 ? "warn" : "ok";
    }

    /** Differs where the page would. */
    public String version() {
        return Integer.toHexString(hashCode());
    }
}
