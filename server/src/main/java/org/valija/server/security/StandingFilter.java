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
import org.valija.server.secondfactor.SecondFactors;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Entry;
import org.valija.server.users.KeyState;
import org.valija.server.users.Users;

/**
 * Whether a session is still good, and enough, at each request. It ends at the first one after the key or the second factor that
 * it was begun with has changed, or its user may not enter any more, however late it was begun. Who entered with a key that
 * somebody else has seen gets to no page before changing it; who needs a second factor, to none before setting it up.
 */
final class StandingFilter extends OncePerRequestFilter {

    private static final String KEY_PAGE = "/clave";
    private static final String FACTOR_PAGE = "/segundo-factor";

    private final SecurityContextLogoutHandler end = new SecurityContextLogoutHandler();
    private final Users users;
    private final SecondFactors factors;
    private final CurrentUser current;

    StandingFilter(Users users, SecondFactors factors, CurrentUser current) {
        this.users = users;
        this.factors = factors;
        this.current = current;
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
        Optional<String> factor = factors.mark(authentication.getName());
        Optional<KeyState> key = authentication instanceof Entry entry ? good(entry, factor) : Optional.empty();
        if (key.isEmpty()) {
            end.logout(request, response, authentication);
            response.sendRedirect(SecurityConfiguration.ENTRY);
            return;
        }
        String lacking = lacking(key.get(), factor);
        if (lacking.isEmpty() || isAt(lacking, request.getRequestURI())) {
            chain.doFilter(request, response);
        } else {
            response.sendRedirect(lacking);
        }
    }

    /** The key that it was begun with, while that and the second factor are its user's. */
    private Optional<KeyState> good(Entry entry, Optional<String> factor) {
        return users.keyState(entry.getName())
                .filter(entry::isOf)
                .filter(key -> factor.map(entry::isOfFactor).orElse(true));
    }

    /** The page that its user has to see to first; empty where there is none. */
    private String lacking(KeyState key, Optional<String> factor) {
        if (key.mustChange()) {
            return KEY_PAGE;
        }
        return factor.isEmpty() && current.needsSecondFactor() ? FACTOR_PAGE : "";
    }

    private static boolean isAt(String page, String path) {
        return path.equals(page) || path.startsWith(page + "/");
    }
}
