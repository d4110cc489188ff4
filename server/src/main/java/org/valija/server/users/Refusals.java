package org.valija.server.users;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;

/** Notes in the audit what somebody known asked for and may not have: at the console and by REST alike. Thread-safe. */
@Component
public class Refusals {

    private final Audit audit;

    Refusals(Audit audit) {
        this.audit = audit;
    }

    /** The present caller was refused; with what their profile lacks, where that is why. */
    public void note(HttpServletRequest request, AccessDeniedException refused) {
        AuditEvent event = AuditEvent.of(AuditAction.ACCESS_REFUSED, request.getRequestURI());
        audit.note(
                refused instanceof NotPermittedException lacking
                        ? event.with(AuditDetail.PERMISSIONS, lacking.function() + "." + lacking.operation())
                        : event);
    }
}
