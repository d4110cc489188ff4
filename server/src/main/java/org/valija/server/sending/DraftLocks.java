package org.valija.server.sending;

import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What is done with a draft on this node is done one after another. Thread-safe. */
@Component
class DraftLocks {

    private static final int LOCKS = 64;

    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

    /** What to hold while something is done with that draft. */
    Object of(String draftId) {
        return locks[Math.floorMod(draftId.hashCode(), locks.length)];
    }
}
