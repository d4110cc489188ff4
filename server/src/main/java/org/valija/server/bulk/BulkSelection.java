package org.valija.server.bulk;

import java.util.Arrays;
import java.util.Optional;
import org.valija.outbox.MessageState;

/**
 * Which documents of a bulk delivery are shown.
 *
 * @param items in that state; empty for all
 * @param mails instead those whose mail is in that state
 * @param after where the part before ended; 0 for the first
 */
record BulkSelection(Optional<ItemState> items, Optional<MessageState> mails, long after) {

    private static final String OF_MAILS = "CORREO_";
    private static final long LAST = Integer.MAX_VALUE;

    /** Reads the words of an address; what is no state shows all. */
    static BulkSelection of(String state, long after) {
        Optional<MessageState> mails = Arrays.stream(MessageState.values())
                .filter(known -> state.equals(word(known)))
                .findFirst();
        Optional<ItemState> items = Arrays.stream(ItemState.values())
                .filter(known -> state.equals(known.name()))
                .findFirst();
        return new BulkSelection(items, mails, Math.clamp(after, 0, mails.isPresent() ? Long.MAX_VALUE : LAST));
    }

    /** As it stands in an address. */
    static String word(MessageState state) {
        return OF_MAILS + state.name();
    }

    /** The state as it stands in an address; empty for all. */
    public String word() {
        return mails.map(BulkSelection::word)
                .orElseGet(() -> items.map(ItemState::name).orElse(""));
    }
}
