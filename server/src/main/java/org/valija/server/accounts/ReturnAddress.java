package org.valija.server.accounts;

import java.net.URI;
import java.util.Optional;
import org.valija.oauth.OAuthClient;

/**
 * Where the provider sends the browser back to, and whether it will arrive by itself. Google takes redirects only to
 * https names and to the loopback address (design.md, "How a user authorises").
 *
 * @param uri to be registered with clients of type Web
 * @param arrives whether the browser reaches this console there; if not, the final address is pasted by hand
 */
record ReturnAddress(URI uri, boolean arrives) {

    static final String PATH = "/oauth/retorno";

    /**
     * Chooses the way.
     *
     * @param request the address of the console as the browser has it, without a path
     * @param publicUrl the configured https name of the console
     */
    static ReturnAddress choose(OAuthClient.Type type, URI request, Optional<URI> publicUrl, int port) {
        if (type == OAuthClient.Type.WEB && publicUrl.isPresent()) {
            return new ReturnAddress(publicUrl.get().resolve(PATH), true);
        }
        if (isLoopback(request.getHost())) {
            return new ReturnAddress(request.resolve(PATH), true);
        }
        return new ReturnAddress(URI.create("http://127.0.0.1:" + port + PATH), false);
    }

    static boolean isLoopback(String host) {
        return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
    }
}
