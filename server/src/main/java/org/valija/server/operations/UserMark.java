package org.valija.server.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.valija.server.audit.AuditedCaller;

/** Has the log lines of a request say whose it is, once that is known. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 10)
class UserMark extends OncePerRequestFilter {

    static final String USER = "user";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> user = user();
        if (user.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try (MDC.MDCCloseable marked = MDC.putCloseable(USER, user.get())) {
            chain.doFilter(request, response);
        }
    }

    private static Optional<String> user() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication instanceof AuditedCaller caller) {
            return Optional.of(caller.auditActor().name());
        }
        return Optional.ofNullable(authentication)
                .filter(known -> !(known instanceof AnonymousAuthenticationToken))
                .map(Authentication::getName);
    }
}
