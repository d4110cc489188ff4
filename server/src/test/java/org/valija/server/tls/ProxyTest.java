package org.valija.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.valija.server.InSpanish;
import org.valija.server.ServerApplication;

/** Who asks is what a named proxy says, and nobody else: over real sockets, with headers that a stranger would write. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class ProxyTest {

    @TempDir
    Path folder;

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private Optional<ConfigurableApplicationContext> context = Optional.empty();

    /** A request as the service has it. */
    private record Seen(String address, String scheme, boolean secure, String host, int port) {}

    @AfterEach
    void stop() {
        context.ifPresent(ConfigurableApplicationContext::close);
    }

    @Test
    void whatAStrangerWritesIsIgnored() throws Exception {
        start(Map.of("valija.trusted-proxies[0]", "10.0.0.0/8"));

        String answer = ask(
                "127.0.0.1",
                "X-Forwarded-For: 203.0.113.7",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: mala.example",
                "Forwarded: for=203.0.113.7;proto=https;host=mala.example");

        assertThat(seen.take()).isEqualTo(new Seen("127.0.0.1", "http", false, "127.0.0.1", port()));
        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("; Secure").doesNotContain("Strict-Transport");
    }

    @Test
    void withoutASettingNobodyIsBelieved() throws Exception {
        start(Map.of());

        ask("127.0.0.1", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https");

        assertThat(seen.take().address()).isEqualTo("127.0.0.1");
    }

    @Test
    void aTrustedProxyTellsClientSchemeAndName() throws Exception {
        start(Map.of(
                "valija.trusted-proxies[0]",
                "127.0.0.1",
                "valija.trusted-proxies[1]",
                "10.0.0.0/8",
                "valija.public-url",
                "https://correo.empresa.example"));

        String answer = ask(
                "127.0.0.1",
                "X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.0.0.2",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: correo.empresa.example",
                // A proxy that writes the other header hands this one through.
                "Forwarded: for=6.6.6.6;host=mala.example");

        assertThat(seen.take()).isEqualTo(new Seen("203.0.113.7", "https", true, "correo.empresa.example", 443));
        assertThat(answer).startsWith("HTTP/1.1 200").contains("; Secure", "Strict-Transport-Security");
    }

    @Test
    void aNameThatIsNotOursIsRefusedThoughAProxyHandsItOn() throws Exception {
        start(Map.of("valija.trusted-proxies[0]", "127.0.0.1"));

        assertThat(ask("127.0.0.1", "X-Forwarded-Host: mala.example")).startsWith("HTTP/1.1 421");
    }

    @Test
    void theNextRequestOfTheSameConnectionIsNotTheSameClients() throws Exception {
        start(Map.of("valija.trusted-proxies[0]", "127.0.0.1"));
        try (Socket socket = new Socket("127.0.0.1", port())) {
            write(socket, "keep-alive", "127.0.0.1", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https");
            Seen first = seen.take();
            write(socket, "close", "127.0.0.1");
            Seen second = seen.take();

            assertThat(first.address()).isEqualTo("203.0.113.7");
            assertThat(second).isEqualTo(new Seen("127.0.0.1", "http", false, "127.0.0.1", port()));
        }
    }

    @Test
    void theStandardsHeaderIsReadWhereItIsChosen() throws Exception {
        start(Map.of(
                "valija.trusted-proxies[0]", "127.0.0.1/32",
                "valija.forwarded-header", "forwarded",
                "valija.public-url", "https://correo.empresa.example"));

        ask(
                "127.0.0.1",
                "Forwarded: for=203.0.113.7;proto=https;host=\"correo.empresa.example:8443\"",
                "X-Forwarded-For: 6.6.6.6");

        assertThat(seen.take()).isEqualTo(new Seen("203.0.113.7", "https", true, "correo.empresa.example", 8443));
    }

    @Test
    void redirectsKeepTheSchemeOfTheProxy() throws Exception {
        start(Map.of("valija.trusted-proxies[0]", "127.0.0.1", "valija.public-url", "https://correo.empresa.example"));

        String answer = askFor(
                "/usuarios", "127.0.0.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: correo.empresa.example");

        assertThat(answer).startsWith("HTTP/1.1 302").contains("Location: https://correo.empresa.example/entrar");
    }

    @Test
    void whoGuessesIsSlowedByTheClientsAddressAndCannotChooseIt() throws Exception {
        start(Map.of("valija.trusted-proxies[0]", "10.0.0.0/8"));

        for (int i = 0; i < 8; i++) {
            ask("127.0.0.1", "X-Forwarded-For: 203.0.113." + i);
        }

        assertThat(seen)
                .hasSize(8)
                .allSatisfy(each -> assertThat(each.address()).isEqualTo("127.0.0.1"));
    }

    private void start(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("valija.data", folder);
        settings.put("valija.demo", true);
        settings.put("server.port", 0);
        context = Optional.of(new SpringApplicationBuilder(ServerApplication.class)
                .initializers(started -> ((GenericApplicationContext) started)
                        .registerBean("probe", FilterRegistrationBean.class, this::probe))
                .run(settings.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new)));
    }

    private FilterRegistrationBean<Filter> probe() {
        FilterRegistrationBean<Filter> probe = new FilterRegistrationBean<>((request, response, chain) -> {
            seen.add(new Seen(
                    request.getRemoteAddr(),
                    request.getScheme(),
                    request.isSecure(),
                    request.getServerName(),
                    request.getServerPort()));
            chain.doFilter(request, response);
        });
        probe.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return probe;
    }

    private int port() {
        return context.orElseThrow().getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private String ask(String host, String... headers) throws IOException {
        return askFor("/entrar", host, headers);
    }

    private String askFor(String path, String host, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            write(path, socket, "close", host, headers);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(Socket socket, String connection, String host, String... headers) throws IOException {
        write("/entrar", socket, connection, host, headers);
    }

    private void write(String path, Socket socket, String connection, String host, String... headers)
            throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port() + "\r\nConnection: " + connection
                + "\r\n" + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }
}
