package org.valija.server.operations;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEntry;
import org.valija.server.audit.AuditEvent;
import org.valija.server.audit.AuditFilter;
import org.valija.server.audit.AuditLog;
import org.valija.server.audit.AuditPlace;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;

/** The audit for whom the present user's permissions let read it; that is checked here. Thread-safe. */
@Service
class AuditReview {

    private final AuditLog log;
    private final Audit audit;
    private final CurrentUser current;

    AuditReview(AuditLog log, Audit audit, CurrentUser current) {
        this.log = log;
        this.audit = audit;
        this.current = current;
    }

    /** The latest entries that fit, older than that place. */
    List<AuditEntry> search(AuditFilter filter, Optional<AuditPlace> olderThan, int most) {
        current.must(Function.AUDIT, Operation.VIEW);
        return log.search(filter, olderThan, most);
    }

    /** Names of those who have done something. */
    List<String> actors() {
        current.must(Function.AUDIT, Operation.VIEW);
        return log.actors();
    }

    /** Whether the present user may take it out as a file. */
    boolean mayExport() {
        return current.may(Function.AUDIT, Operation.RUN);
    }

    /** Notes that somebody takes out what fits, before anything of it is handed out. */
    void noteExport(AuditFilter filter, String form) {
        current.must(Function.AUDIT, Operation.RUN);
        AuditEvent event =
                AuditEvent.of(AuditAction.AUDIT_EXPORTED, "auditoria." + form).with(AuditDetail.FORMAT, form);
        if (filter.from().isPresent()) {
            event = event.with(AuditDetail.FROM, filter.from().get());
        }
        if (filter.until().isPresent()) {
            event = event.with(AuditDetail.UNTIL, filter.until().get());
        }
        audit.note(event);
    }

    /** Up to so many of the entries that fit, the latest first. */
    void each(AuditFilter filter, long most, Consumer<AuditEntry> reader) {
        current.must(Function.AUDIT, Operation.RUN);
        log.each(filter, most, reader);
    }
}
