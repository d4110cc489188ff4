package org.valija.simulator.web;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells a request that this machine's own pages made from one that a foreign page made in the user's browser. */
public final class LocalOrigin {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private LocalOrigin() {}

    /** Guards a handler that changes something: a foreign {@code Origin} is answered 403. Programs send none. */
    public static WebHandler guard(WebHandler handler) {
        return request -> isForeign(request)
                ? Page.message(403, "Origen ajeno", "La petición viene de otra página y no se atiende.")
                : handler.answer(request);
    }

    /** Whether a host, with or without port, is a loopback name; a name that DNS could rebind is not. */
    public static boolean isLocalHost(String hostAndPort) {
        return LOOPBACK.contains(hostAndPort.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT));
    }

    private static boolean isForeign(WebRequest request) {
        Optional<String> origin = request.header("Origin");
        if (origin.isEmpty()) {
            return false;
        }
        String own = request.header("Host").orElse("");
        return !isLocalHost(own)
                || !origin.get().equals(URI.create("http://" + own).toString());
    }
}
