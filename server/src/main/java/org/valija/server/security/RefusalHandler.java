package org.valija.server.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.csrf.CsrfException;
import org.valija.server.users.Refusals;

/** Who has entered and asks for what is another's is refused, and it is noted; a form that has grown old is only refused. */
final class RefusalHandler implements AccessDeniedHandler {

    private final Refusals refusals;
    private final AccessDeniedHandler page = new AccessDeniedHandlerImpl();

    RefusalHandler(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
            throws IOException, ServletException {
        if (request.getUserPrincipal() != null && !(refused instanceof CsrfException)) {
            refusals.note(request, refused);
        }
        page.handle(request, response, refused);
    }
}
