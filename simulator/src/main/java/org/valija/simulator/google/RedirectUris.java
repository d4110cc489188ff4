package org.valija.simulator.google;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Which redirect addresses a client may use (RFC 8252 §7.3, RFC 9700 §2.1). */
final class RedirectUris {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    private RedirectUris() {}

    /** The address, if this client may be answered there: exact for Web, any loopback port for Desktop. */
    static Optional<URI> allowed(SimulatedClient client, String requested) {
        URI uri;
        try {
            uri = new URI(requested);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        boolean allowed = client.redirectUris().contains(requested)
                || (client.type() == SimulatedClient.Type.DESKTOP && isLoopback(uri));
        return allowed ? Optional.of(uri) : Optional.empty();
    }

    private static boolean isLoopback(URI uri) {
        return "http".equals(uri.getScheme())
                && uri.getHost() != null
                && LOOPBACK.contains(uri.getHost())
                && uri.getUserInfo() == null
                && uri.getFragment() == null;
    }
}
