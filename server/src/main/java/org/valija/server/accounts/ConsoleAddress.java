package org.valija.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;

/**
 * Under which addresses the console is reached.
 *
 * @param publicUrl the configured https name, if there is one
 * @param port where it listens
 */
public record ConsoleAddress(Optional<URI> publicUrl, int port) {

    /** Where people open the console: its https name, or else the address that this request came to. Ends with a slash. */
    public URI forPeople(HttpServletRequest request) {
        return publicUrl.orElseGet(() -> seenBy(request));
    }

    /** The address in the browser's bar, without a path. */
    URI seenBy(HttpServletRequest request) {
        boolean standard = request.getServerPort() == (request.isSecure() ? 443 : 80);
        return URI.create(request.getScheme() + "://" + request.getServerName()
                + (standard ? "" : ":" + request.getServerPort()) + "/");
    }
}
