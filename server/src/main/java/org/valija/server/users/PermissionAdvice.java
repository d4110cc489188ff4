package org.valija.server.users;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;

/** The page for who may not: what their profile does not permit, and whom to ask for it. */
@ControllerAdvice
@Order(0)
class PermissionAdvice {

    private final Users users;
    private final Audit audit;

    PermissionAdvice(Users users, Audit audit) {
        this.users = users;
        this.audit = audit;
    }

    @ExceptionHandler
    ModelAndView notPermitted(NotPermittedException e, HttpServletRequest request, HttpServletResponse response) {
        audit.note(AuditEvent.of(AuditAction.ACCESS_REFUSED, request.getRequestURI())
                .with(AuditDetail.PERMISSIONS, e.function() + "." + e.operation()));
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        ModelAndView page = new ModelAndView("users/refused");
        List<String> helpers = users.whoGivesPermissions();
        page.addObject("function", e.function());
        page.addObject("operation", e.operation());
        page.addObject("helpers", String.join(", ", helpers));
        return page;
    }
}
