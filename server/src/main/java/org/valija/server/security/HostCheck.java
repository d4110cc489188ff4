package org.valija.server.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.valija.server.tls.HostNames;

/**
 * Answers only to the names this console goes by. Without it a foreign page could point its own name at 127.0.0.1 and
 * speak to the console as if it were its own (DNS rebinding).
 */
final class HostCheck extends OncePerRequestFilter {

    /** RFC 9110 §15.5.20. */
    private static final int MISDIRECTED_REQUEST = 421;

    private final HostNames names;

    HostCheck(HostNames names) {
        this.names = names;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (names.include(request.getServerName())) {
            chain.doFilter(request, response);
        } else {
            response.sendError(MISDIRECTED_REQUEST);
        }
    }
}
