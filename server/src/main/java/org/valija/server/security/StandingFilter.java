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

    StandingFilter(Users users, SecondFactors factors) {
        this.users = users;
        this.factors = factors;
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
        Optional<KeyState> key = authentication instanceof Entry entry ? good(entry) : Optional.empty();
        if (key.isEmpty()) {
            end.logout(request, response, authentication);
            response.sendRedirect(SecurityConfiguration.ENTRY);
            return;
        }
        String lacking = lacking(authentication.getName(), key.get());
        if (lacking.isEmpty() || isAt(lacking, request.getRequestURI())) {
            chain.doFilter(request, response);
        } else {
            response.sendRedirect(lacking);
        }
    }

    /** The key that it was begun with, while that and the second factor are its user's. */
    private Optional<KeyState> good(Entry entry) {
        return users.keyState(entry.getName())
                .filter(entry::isOf)
                .filter(key ->
                        factors.mark(entry.getName()).map(entry::isOfFactor).orElse(true));
    }

    /** The page that its user has to see to first. */
    private String lacking(String code, KeyState key) {
        if (key.mustChange()) {
            return KEY_PAGE;
        }
        return factors.isDemanded(code) && factors.mark(code).isEmpty() ? FACTOR_PAGE : "";
    }

    private static boolean isAt(String page, String path) {
        return path.equals(page) || path.startsWith(page + "/");
    }
}
