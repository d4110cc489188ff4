package org.valija.server.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;
import org.valija.server.users.Entry;
import org.valija.server.users.KeyState;
import org.valija.server.users.Users;

/**
 * A session ends at the first request after the key it was begun with has changed, or its user may not enter any more, however
 * late it was begun; and who entered with a key that somebody else has seen gets to no page before changing it.
 */
final class KeyChangeFilter extends OncePerRequestFilter {

    static final String PAGE = "/clave";

    private final SecurityContextLogoutHandler end = new SecurityContextLogoutHandler();
    private final Users users;

    KeyChangeFilter(Users users) {
        this.users = users;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/salir")
                || path.equals("/error")
                || path.startsWith(SecurityConfiguration.RECOVERY)
                || path.startsWith("/css/")
                || path.startsWith("/js/")
                || path.startsWith("/webjars/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || authentication instanceof AnonymousAuthenticationToken) {
            chain.doFilter(request, response);
            return;
        }
        Optional<KeyState> key = authentication instanceof Entry entry
                ? users.keyState(entry.getName()).filter(entry::isOf)
                : Optional.empty();
        if (key.isEmpty()) {
            end.logout(request, response, authentication);
            response.sendRedirect(SecurityConfiguration.ENTRY);
        } else if (key.get().mustChange() && !request.getRequestURI().equals(PAGE)) {
            response.sendRedirect(PAGE);
        } else {
            chain.doFilter(request, response);
        }
    }
}
