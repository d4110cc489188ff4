package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.ConnectProxy;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.oauth.ProviderProbe.Reached;
import org.valija.simulator.tls.Certificates;
import org.valija.simulator.tls.ServerCertificate;

@SuppressWarnings("NullAway.Init")
class ProxiesTest {

    private static final URI GOOGLE = URI.create("https://oauth2.googleapis.com/token");

    @TempDir
    Path folder;

    private Certificates certificates;
    private HttpsServer server;

    @BeforeEach
    void start() throws IOException {
        certificates = Certificates.open(Optional.of(folder.resolve("ca")), Clock.systemUTC());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificates.context(ServerCertificate.TRUSTED)));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        certificates.close();
    }

    @Test
    void namedProxyGoesBeforeTheEnvironmentAndHasExceptions() {
        Proxies proxies = Proxies.through(
                ProxyServer.of("http://proxy.x.example:3128"), List.of("intranet.example", ".bank.example"));

        assertThat(proxies.forUri(GOOGLE)).map(ProxyServer::toString).contains("proxy.x.example:3128");
        assertThat(proxies.forUri(URI.create("https://intranet.example/"))).isEmpty();
        assertThat(proxies.forUri(URI.create("https://www.bank.example/"))).isEmpty();
        assertThat(proxies.forUri(URI.create("https://127.0.0.1:8480/"))).isEmpty();
    }

    @Test
    void environmentIsHonouredInCapitalsAndNot() {
        Proxies capitals = Proxies.ofSystem(Map.of(
                "HTTPS_PROXY", "http://juan:s%3Aecret@proxy.x.example:3128", "NO_PROXY", "localhost, .x.example"));
        Proxies small = Proxies.ofSystem(Map.of("https_proxy", "proxy.y.example:8080", "no_proxy", "*"));

        assertThat(capitals.forUri(GOOGLE)).hasValueSatisfying(proxy -> {
            assertThat(proxy.toString()).isEqualTo("proxy.x.example:3128");
            assertThat(proxy.user()).contains("juan");
            assertThat(proxy.password()).contains(Secret.of("s:ecret"));
        });
        assertThat(capitals.forUri(URI.create("https://sso.x.example/"))).isEmpty();
        assertThat(capitals.forUri(URI.create("http://elsewhere.example/"))).isEmpty();
        assertThat(small.forUri(GOOGLE)).isEmpty();
        assertThat(Proxies.ofSystem(Map.of()).forUri(GOOGLE)).isEmpty();
        assertThat(Proxies.ofSystem(Map.of("ALL_PROXY", "socks5://proxy.x.example:1080"))
                        .forUri(GOOGLE))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxies.ofSystem(Map.of("HTTPS_PROXY", "http://")))
                .withMessageContaining("https_proxy");
    }

    @Test
    void javasOwnPropertiesGoBeforeTheEnvironment() {
        System.setProperty("https.proxyHost", "proxy.j.example");
        System.setProperty("https.proxyPort", "3129");
        try {
            assertThat(Proxies.ofSystem(Map.of("HTTPS_PROXY", "http://other.example:1"))
                            .forUri(GOOGLE))
                    .map(ProxyServer::toString)
                    .contains("proxy.j.example:3129");
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
        }
    }

    @Test
    void callsCrossTheProxyAndItLooksTheNameUp() {
        try (ConnectProxy proxy = ConnectProxy.open()) {
            assertThat(reach(address(proxy))).isEmpty();
            assertThat(proxy.destinations()).containsExactly("smtp.simulator.test:" + port());
        }
    }

    @Test
    void proxyThatAsksForAPasswordGetsItFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("proxy"), "juan:se:cret\n");
        try (ConnectProxy proxy = ConnectProxy.asking("juan:se:cret")) {
            assertThat(reach(address(proxy)))
                    .hasValueSatisfying(refused ->
                            assertThat(refused.cause()).as(refused.evidence()).isEqualTo(Cause.PROXY_REFUSED));
            assertThat(reach(address(proxy).withCredentials(file))).isEmpty();
        }
    }

    @Test
    void proxyThatForbidsTheDestinationOrIsGoneIsNamed() {
        ProxyServer gone;
        try (ConnectProxy proxy = ConnectProxy.open()) {
            proxy.refuseWith("HTTP/1.1 403 Forbidden");
            assertThat(reach(address(proxy))).map(Diagnosis::cause).contains(Cause.PROXY_REFUSED);
            gone = address(proxy);
        }

        assertThat(reach(gone)).map(Diagnosis::cause).contains(Cause.PROVIDER_UNREACHABLE);
    }

    @Test
    void authorityOfTheInstallationIsTrustedBehindTheProxyToo() {
        try (ConnectProxy proxy = ConnectProxy.open()) {
            Proxies proxies = Proxies.through(address(proxy), List.of());
            HttpCaller platformOnly = new HttpCaller(Optional.empty(), proxies);

            assertThat(new ProviderProbe(platformOnly).reach(endpoint()).failure())
                    .map(Diagnosis::cause)
                    .contains(Cause.PROVIDER_CERTIFICATE);
        }
    }

    @Test
    void unreadableAddressesAndFilesAreRefusedWithoutShowingThem() throws IOException {
        Path file = Files.writeString(folder.resolve("empty"), "\n");

        assertThatIllegalArgumentException().isThrownBy(() -> ProxyServer.of("http://juan:secret@"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyServer.of("http://juan:sec ret@proxy:1"))
                .withMessageNotContaining("ret")
                .withNoCause();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyServer.of("proxy:1").withCredentials(file));
        assertThat(ProxyServer.of("http://juan:secret@proxy:1")).hasToString("proxy:1");
    }

    private Optional<Diagnosis> reach(ProxyServer proxy) {
        HttpCaller http = new HttpCaller(
                Optional.of(TrustedAuthorities.with(List.of(certificates.caFile()))),
                Proxies.through(proxy, List.of()));
        Reached reached = new ProviderProbe(http).reach(endpoint());
        assertThat(reached.date().isPresent()).isEqualTo(reached.failure().isEmpty());
        return reached.failure();
    }

    private URI endpoint() {
        return URI.create("https://smtp.simulator.test:" + port() + "/token");
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static ProxyServer address(ConnectProxy proxy) {
        return ProxyServer.of("http://127.0.0.1:" + proxy.port());
    }
}
