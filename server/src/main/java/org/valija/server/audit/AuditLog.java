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

    /** Up to so many of the entries that fit, the latest first; read a part at a time. */
    public void each(AuditFilter filter, long most, Consumer<AuditEntry> reader) {
        long left = most;
        Optional<AuditPlace> olderThan = Optional.empty();
        List<AuditEntry> part;
        do {
            part = search(filter, olderThan, (int) Math.min(left, AT_ONCE));
            part.forEach(reader);
            left -= part.size();
            olderThan = part.isEmpty() ? Optional.empty() : Optional.of(AuditPlace.of(part.getLast()));
        } while (part.size() == AT_ONCE && left > 0);
    }

    /** Names of those who have done something, in order; at most 200. */
    public List<String> actors() {
        return table.actors(200);
    }
}
