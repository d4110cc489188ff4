package org.valija.server.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.valija.server.users.EntryThrottledException;
import org.valija.sql.DatabaseException;

/** Sends back to the entry page with what went wrong; never with who exists. */
final class EntryFailureHandler implements AuthenticationFailureHandler {

    private final String page;

    EntryFailureHandler(String page) {
        this.page = page;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        String query = "error";
        if (exception instanceof EntryThrottledException throttled) {
            query = "espera=" + (throttled.waitingTime().toSeconds() + 1);
        } else if (!(exception instanceof BadCredentialsException)) {
            query = exception.getCause() instanceof DatabaseException ? "base" : "error";
        }
        response.sendRedirect(page + "?" + query);
    }
}
