package org.valija.server.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.valija.server.users.EntryThrottledException;
import org.valija.server.users.HalfEntry;
import org.valija.server.users.SecondStepNeededException;
import org.valija.sql.DatabaseException;

/** Sends on to the second step where the key was right, else back to the entry page with what went wrong; never with who exists. */
final class EntryFailureHandler implements AuthenticationFailureHandler {

    private final String page;

    EntryFailureHandler(String page) {
        this.page = page;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        if (exception instanceof SecondStepNeededException needed) {
            // The session is nobody's still, and known under another value: who saw the former one is left behind.
            HttpSession session = request.getSession();
            session.setAttribute(HalfEntry.ATTRIBUTE, needed.half());
            request.changeSessionId();
            response.sendRedirect(page + SecurityConfiguration.STEP);
            return;
        }
        String query = "error";
        if (exception instanceof EntryThrottledException throttled) {
            query = "espera=" + (throttled.waitingTime().toSeconds() + 1);
        } else if (!(exception instanceof BadCredentialsException)) {
            query = exception.getCause() instanceof DatabaseException ? "base" : "error";
        }
        response.sendRedirect(page + "?" + query);
    }
}
