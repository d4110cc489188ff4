package org.valija.server.alerts;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An address that events may be posted to: https, whose certificate says that it is who it should be; plain http only to this
 * machine itself. Answers are looked at for their status alone and redirects are not followed, so that nobody learns through
 * it what stands elsewhere.
 */
final class WebhookAddress {

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final int LONGEST = 500;

    private WebhookAddress() {}

    /** The address that was typed; empty when it may not be used. */
    static Optional<URI> of(String typed) {
        try {
            URI uri = new URI(typed.strip());
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
            boolean allowed = scheme.equals("https") || scheme.equals("http") && THIS_MACHINE.contains(host);
            boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            return allowed && plain && !host.isEmpty() && typed.length() <= LONGEST
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
