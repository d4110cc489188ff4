package org.valija.server.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.OncePerRequestFilter;
import org.valija.server.ValijaProperties;

/**
 * Answers only to the names this console goes by. Without it a foreign page could point its own name at 127.0.0.1 and
 * speak to the console as if it were its own (DNS rebinding).
 */
final class HostCheck extends OncePerRequestFilter {

    /** RFC 9110 §15.5.20. */
    private static final int MISDIRECTED_REQUEST = 421;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String publicHost;
    private final boolean anyAddress;

    HostCheck(ValijaProperties properties, Environment environment) {
        this.publicHost = properties.publicUrl().map(URI::getHost).orElse("");
        this.anyAddress = properties.allowPlainHttp()
                && !LOOPBACK.contains(environment.getProperty("server.address", "127.0.0.1"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        boolean numeric = host.matches("[0-9.]+") || host.startsWith("[");
        if (LOOPBACK.contains(host) || host.equals(publicHost) || (anyAddress && numeric)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(MISDIRECTED_REQUEST);
        }
    }
}
