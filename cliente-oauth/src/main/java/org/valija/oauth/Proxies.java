package org.valija.oauth;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way out of this network for HTTPS calls. In this order: the proxy that the installation names; what the JVM is told
 * ({@code https.proxyHost}, {@code http.nonProxyHosts}, or the system's own settings with
 * {@code java.net.useSystemProxies}); the environment variables {@code HTTPS_PROXY} and {@code NO_PROXY}, in capitals or
 * not. This machine itself is never asked for through a proxy. Immutable and thread-safe.
 *
 * <p>A proxy with credentials needs HTTP Basic towards it, which the JDK turns off for HTTPS unless the system property
 * {@code jdk.http.auth.tunneling.disabledSchemes} is empty: it is set so where it is not set at all, before the first
 * call.
 */
public final class Proxies {

    private static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private final Optional<ProxyServer> fixed;
    private final List<String> exceptions;
    private final Map<String, String> environment;

    private Proxies(Optional<ProxyServer> fixed, List<String> exceptions, Map<String, String> environment) {
        this.fixed = fixed;
        this.exceptions = List.copyOf(exceptions);
        this.environment = Map.copyOf(environment);
        if (servers().stream().anyMatch(server -> server.user().isPresent())
                && System.getProperty(DISABLED_SCHEMES) == null) {
            System.setProperty(DISABLED_SCHEMES, "");
        }
    }

    /** What the JVM and the environment say. */
    public static Proxies ofSystem() {
        return ofSystem(System.getenv());
    }

    static Proxies ofSystem(Map<String, String> environment) {
        return new Proxies(Optional.empty(), List.of(), environment);
    }

    /**
     * A proxy named by the installation; JVM and environment are not asked.
     *
     * @param exceptions hosts, or domains that begin with a dot, that are reached without it
     */
    public static Proxies through(ProxyServer server, List<String> exceptions) {
        return new Proxies(Optional.of(server), exceptions, Map.of());
    }

    /** The proxy by which that address is reached; empty for the straight way. */
    public Optional<ProxyServer> forUri(URI uri) {
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        if (isThisMachine(host)) {
            return Optional.empty();
        }
        if (fixed.isPresent()) {
            return fixed.filter(server -> !isException(host, exceptions));
        }
        boolean secure = "https".equals(uri.getScheme());
        if (System.getProperty(secure ? "https.proxyHost" : "http.proxyHost") != null) {
            return ofJvm(uri);
        }
        return ofJvm(uri).or(() -> ofEnvironment(secure, host));
    }

    /** For the JDK's HTTP client. */
    public ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(forUri(uri)
                        .map(server -> new Proxy(Proxy.Type.HTTP, server.address()))
                        .orElse(Proxy.NO_PROXY));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // The failed call itself is told to its caller.
            }
        };
    }

    /** Answers only the proxies that credentials are known for; empty when there are none. */
    public Optional<Authenticator> authenticator() {
        List<ProxyServer> known =
                servers().stream().filter(server -> server.user().isPresent()).toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(new ProxyAuthenticator(known));
    }

    private static final class ProxyAuthenticator extends Authenticator {
        private final List<ProxyServer> known;

        ProxyAuthenticator(List<ProxyServer> known) {
            this.known = known;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY) {
                return null;
            }
            return known.stream()
                    .filter(server ->
                            server.host().equalsIgnoreCase(getRequestingHost()) && server.port() == getRequestingPort())
                    .findFirst()
                    .map(ProxyAuthenticator::credentials)
                    .orElse(null);
        }

        private static PasswordAuthentication credentials(ProxyServer server) {
            String password = server.password().map(Secret::reveal).orElse("");
            return new PasswordAuthentication(server.user().orElse(""), password.toCharArray());
        }
    }

    private List<ProxyServer> servers() {
        return Stream.concat(
                        fixed.stream(),
                        Stream.of("https_proxy", "http_proxy", "all_proxy")
                                .map(this::ofVariable)
                                .flatMap(Optional::stream))
                .toList();
    }

    private static Optional<ProxyServer> ofJvm(URI uri) {
        return Optional.ofNullable(ProxySelector.getDefault()).map(selector -> selector.select(uri)).stream()
                .flatMap(List::stream)
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .map(Proxy::address)
                .map(InetSocketAddress.class::cast)
                .findFirst()
                .map(address -> new ProxyServer(
                        address.getHostString(), address.getPort(), Optional.empty(), Optional.empty()));
    }

    private Optional<ProxyServer> ofEnvironment(boolean secure, String host) {
        List<String> direct = List.of(variable("no_proxy").orElse("").strip().split("\\s*,\\s*"));
        return isException(host, direct)
                ? Optional.empty()
                : ofVariable(secure ? "https_proxy" : "http_proxy").or(() -> ofVariable("all_proxy"));
    }

    /** Only HTTP proxies pass on what we send. */
    private Optional<ProxyServer> ofVariable(String name) {
        return variable(name).filter(value -> !value.startsWith("socks")).map(value -> {
            try {
                return ProxyServer.of(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("environment variable " + name + ": " + e.getMessage(), e);
            }
        });
    }

    /** In small letters, else in capitals; {@code HTTP_PROXY} not at all, since a web server's client can set it. */
    private Optional<String> variable(String name) {
        String large = name.equals("http_proxy") ? "" : name.toUpperCase(Locale.ROOT);
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(large)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static boolean isException(String host, List<String> exceptions) {
        return exceptions.stream()
                .map(exception -> exception.strip().toLowerCase(Locale.ROOT))
                .map(exception -> exception.startsWith("*.") ? exception.substring(1) : exception)
                .filter(exception -> !exception.isEmpty())
                .anyMatch(exception -> exception.equals("*")
                        || host.equals(exception)
                        || host.endsWith(exception.startsWith(".") ? exception : "." + exception)
                        || exception.equals("." + host));
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
