package org.valija.server.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.valija.server.InSpanish;

@ExtendWith(InSpanish.class)
class PlainHttpTest {

    @Test
    void beyondThisMachineWithoutTlsIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> PlainHttp.refuse(environment(Map.of("server.address", "0.0.0.0"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no atiende en 0.0.0.0 sin TLS")
                .hasMessageContaining("no se inició nada")
                .hasMessageContaining("valija.tls.generate: true")
                .hasMessageContaining("valija.allow-plain-http: true");
    }

    @Test
    void withACertificateOrTheWordItIsNot() {
        for (String word : new String[] {"valija.tls.generate", "valija.allow-plain-http", "valija.tls.certificate"}) {
            assertThatCode(() -> PlainHttp.refuse(environment(Map.of("server.address", "0.0.0.0", word, "true"))))
                    .as(word)
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> PlainHttp.refuse(environment(Map.of()))).doesNotThrowAnyException();
        assertThatCode(() -> PlainHttp.refuse(environment(Map.of("server.address", "127.0.0.1"))))
                .doesNotThrowAnyException();
    }

    @Test
    void noAddressMeansEveryOne() {
        assertThatThrownBy(() -> PlainHttp.refuse(environment(Map.of("server.address", ""))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWordMustBeTrue() {
        assertThatThrownBy(() -> PlainHttp.refuse(
                        environment(Map.of("server.address", "0.0.0.0", "valija.allow-plain-http", "false"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static StandardEnvironment environment(Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        return environment;
    }
}
