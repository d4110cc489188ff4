package org.valija.server.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Reads what was noted. Whether the reader may is for the caller to know. Thread-safe. */
@Component
public class AuditLog {

    private static final int AT_ONCE = 500;

    private final AuditTable table;

    AuditLog(AuditTable table) {
        this.table = table;
    }

    /** The latest entries that fit, older than that place; at most 500. */
    public List<AuditEntry> search(AuditFilter filter, Optional<AuditPlace> olderThan, int most) {
        return table.search(filter, olderThan, Math.min(most, AT_ONCE));
    }

    /** Every entry that fits, the latest first, a part at a time. */
    public void each(AuditFilter filter, Consumer<AuditEntry> reader) {
        Optional<AuditPlace> olderThan = Optional.empty();
        List<AuditEntry> part;
        do {
            part = search(filter, olderThan, AT_ONCE);
            part.forEach(reader);
            olderThan = part.isEmpty() ? Optional.empty() : Optional.of(AuditPlace.of(part.getLast()));
        } while (part.size() == AT_ONCE);
    }

    /** Names of those who have done something, in order; at most 200. */
    public List<String> actors() {
        return table.actors(200);
    }
}
