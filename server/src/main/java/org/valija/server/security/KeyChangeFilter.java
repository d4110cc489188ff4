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
import org.springframework.web.filter.OncePerRequestFilter;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** Who entered with a key that somebody else has seen gets to no page before changing it. */
final class KeyChangeFilter extends OncePerRequestFilter {

    static final String PAGE = "/clave";

    private final Users users;

    KeyChangeFilter(Users users) {
        this.users = users;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals(PAGE)
                || path.equals("/salir")
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
        Optional<User> user = authentication == null || authentication instanceof AnonymousAuthenticationToken
                ? Optional.empty()
                : users.find(authentication.getName());
        if (user.isPresent() && user.get().mustChange()) {
            response.sendRedirect(PAGE);
        } else {
            chain.doFilter(request, response);
        }
    }
}
