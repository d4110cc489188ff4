package org.valija.server.users;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** The page for who may not: what their profile does not permit, and whom to ask for it. */
@ControllerAdvice
@Order(0)
class PermissionAdvice {

    private final Users users;
    private final Refusals refusals;

    PermissionAdvice(Users users, Refusals refusals) {
        this.users = users;
        this.refusals = refusals;
    }

    @ExceptionHandler
    ModelAndView notPermitted(NotPermittedException e, HttpServletRequest request, HttpServletResponse response) {
        refusals.note(request, e);
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        ModelAndView page = new ModelAndView("users/refused");
        List<String> helpers = users.whoGivesPermissions();
        page.addObject("function", e.function());
        page.addObject("operation", e.operation());
        page.addObject("helpers", String.join(", ", helpers));
        return page;
    }
}
