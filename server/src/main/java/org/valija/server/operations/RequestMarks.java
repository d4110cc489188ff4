package org.valija.server.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a name that its log lines and its answer bear, the caller's own where that is one, and counts how it was
 * answered.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class RequestMarks extends OncePerRequestFilter {

    static final String HEADER = "X-Request-Id";
    static final String REQUEST = "request";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Counts counts;

    RequestMarks(Counts counts) {
        this.counts = counts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String name = Optional.ofNullable(request.getHeader(HEADER))
                .filter(given -> NAME.matcher(given).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
        response.setHeader(HEADER, name);
        int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try (MDC.MDCCloseable marked = MDC.putCloseable(REQUEST, name)) {
            chain.doFilter(request, response);
            status = response.getStatus();
        } finally {
            counts.answered(status);
        }
    }
}
