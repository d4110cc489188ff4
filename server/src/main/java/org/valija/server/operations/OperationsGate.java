package org.valija.server.operations;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.valija.server.api.Scope;
import org.valija.server.api.TokenCheck;

/**
 * Who sees health in detail, and metrics: a program whose token allows it, or one of this machine. A request that a proxy of
 * this machine hands on, or that goes by another name than this machine's own, is not this machine's. Thread-safe.
 */
@Component
class OperationsGate {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    /** What proxies add, whoever is trusted to. */
    private static final List<String> HANDED_ON =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private final OperationsProperties properties;
    private final TokenCheck tokens;

    OperationsGate(OperationsProperties properties, TokenCheck tokens) {
        this.properties = properties;
        this.tokens = tokens;
    }

    boolean mayLook(HttpServletRequest request) {
        return properties.loopback() && isFromHere(request) || tokens.allows(request, Scope.METRICS_READ);
    }

    private static boolean isFromHere(HttpServletRequest request) {
        return InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress()
                && NAMES.contains(request.getServerName().toLowerCase(Locale.ROOT))
                && HANDED_ON.stream().allMatch(header -> request.getHeader(header) == null);
    }
}
