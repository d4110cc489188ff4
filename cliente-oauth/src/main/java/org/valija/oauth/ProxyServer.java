package org.valija.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An HTTP proxy that passes connections on by CONNECT (RFC 9110 §9.3.6).
 *
 * @param host its name or address
 * @param port where it listens
 * @param user that it asks for, if it does
 * @param password of that user
 */
public record ProxyServer(String host, int port, Optional<String> user, Optional<Secret> password) {

    private static final int USUAL_PORT = 8080;

    /**
     * Reads {@code http://proxy:8080}, {@code http://user:password@proxy:8080} or {@code proxy:8080}.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    public static ProxyServer of(String address) {
        URI uri;
        try {
            uri = new URI(address.contains("://") ? address : "http://" + address);
        } catch (URISyntaxException e) {
            // The cause would repeat the address, which may hold a password.
            throw unreadable();
        }
        if (uri.getHost() == null) {
            throw unreadable();
        }
        String[] credentials =
                Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
        return new ProxyServer(
                uri.getHost(),
                uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                Optional.of(decode(credentials[0])).filter(name -> !name.isEmpty()),
                credentials.length == 2 ? Optional.of(Secret.of(decode(credentials[1]))) : Optional.empty());
    }

    /**
     * The same with credentials from a file whose first line is {@code user:password}.
     *
     * @throws IllegalArgumentException when the first line is not of that form
     * @throws UncheckedIOException when the file cannot be read
     */
    public ProxyServer withCredentials(Path file) {
        String line;
        try {
            line = Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy's credentials cannot be read from " + file, e);
        }
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("The first line of " + file + " should be user:password of the proxy");
        }
        return new ProxyServer(
                host, port, Optional.of(line.substring(0, colon)), Optional.of(Secret.of(line.substring(colon + 1))));
    }

    /** Looked up when the connection is made. */
    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("A proxy is written as http://name:port");
    }

    /** Host and port, never the credentials. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
