package org.valija.server.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditEvent;

/** Notes who leaves. */
final class LeavingNote implements LogoutHandler {

    private final Audit audit;

    LeavingNote(Audit audit) {
        this.audit = audit;
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (authentication != null) {
            String code = authentication.getName();
            audit.note(AuditEvent.of(AuditAction.LEFT, code).by(AuditActor.user(code)));
        }
    }
}
