package org.valija.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class ConsoleAddressTest {

    private static final ConsoleAddress UNNAMED = new ConsoleAddress(Optional.empty(), 8480);

    @Test
    void theConfiguredNameGoesFirst() {
        ConsoleAddress named = new ConsoleAddress(Optional.of(URI.create("https://correo.empresa.mx/")), 8480);

        assertThat(named.toSend(at("192.168.1.5", "192.168.1.5"))).hasToString("https://correo.empresa.mx/");
    }

    @Test
    void whatTheRequestCallsTheConsoleDoesNotCount() {
        assertThat(UNNAMED.toSend(at("192.168.1.5", "203.0.113.66"))).hasToString("http://192.168.1.5:8480/");
        assertThat(UNNAMED.toSend(at("127.0.0.1", "evil.example"))).hasToString("http://127.0.0.1:8480/");
    }

    @Test
    void ofTheSixthVersionToo() {
        assertThat(UNNAMED.toSend(at("0:0:0:0:0:0:0:1", "[::1]"))).hasToString("http://[::1]:8480/");
        assertThat(UNNAMED.toSend(at("fd00:0:0:0:0:0:0:5", "[fd00::6]"))).hasHost("[fd00:0:0:0:0:0:0:5]");
    }

    private static MockHttpServletRequest at(String localAddress, String host) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setLocalAddr(localAddress);
        request.setLocalPort(8480);
        request.setServerName(host);
        request.setServerPort(9);
        request.addHeader("Host", host + ":9");
        return request;
    }
}
