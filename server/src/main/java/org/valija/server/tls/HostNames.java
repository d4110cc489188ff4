package org.valija.server.tls;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.valija.server.ValijaProperties;

/**
 * The names that this console goes by: those of this machine's loopback, that of {@code public-url}, those of its certificate, and
 * beyond loopback every numeric address. A name that somebody else could point here is none of them.
 */
public final class HostNames {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String publicHost;
    private final boolean anyAddress;
    private final ConsoleCertificate certificate;

    HostNames(ValijaProperties properties, ServerProperties server, ConsoleCertificate certificate) {
        this.publicHost = properties.publicUrl().map(URI::getHost).orElse("").toLowerCase(Locale.ROOT);
        boolean beyond = Optional.ofNullable(server.getAddress())
                .filter(address -> !isLoopback(address))
                .isPresent();
        this.anyAddress = beyond;
        this.certificate = certificate;
    }

    /** Whether that is one of them. */
    public boolean include(String name) {
        String host = name.toLowerCase(Locale.ROOT);
        boolean numeric = host.matches("[0-9.]+") || host.startsWith("[");
        return LOOPBACK.contains(host)
                || host.equals(publicHost)
                || anyAddress && numeric
                || !numeric && certificate.isFor(host);
    }

    private static boolean isLoopback(InetAddress address) {
        return address.isLoopbackAddress();
    }
}
