package org.valija.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.oauth.Secret;

class WebhookSignatureTest {

    /** Made with {@code printf '1700000000.{"a":"ñ"}' | openssl dgst -sha256 -hmac whsec_test}. */
    @Test
    void itIsTheHmacOfTimeAndBody() {
        String signature =
                WebhookSignature.of(Secret.of("whsec_test"), Instant.ofEpochSecond(1_700_000_000), "{\"a\":\"ñ\"}");

        assertThat(signature)
                .isEqualTo("t=1700000000,v1=ccc73c04ea09e2c1bee0668e6e4f359590def1a7c895446ec2a08b2cee96bd7b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://erp.empresa.mx/valija",
                "https://10.0.0.9:8443/x?y=1",
                "http://127.0.0.1:9000/",
                "http://localhost/x",
                "http://[::1]:9/"
            })
    void whereEventsMayGo(String address) {
        assertThat(WebhookAddress.of(" " + address + " ")).map(Object::toString).hasValue(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "erp.empresa.mx",
                "http://erp.empresa.mx/",
                "http://169.254.169.254/latest/meta-data",
                "http://127.0.0.1.evil.example/",
                "https://user:key@erp.empresa.mx/",
                "https://erp.empresa.mx/#part",
                "ftp://erp.empresa.mx/",
                "file:///etc/passwd",
                "https:///x",
                "https://a b/"
            })
    void whereTheyMayNot(String address) {
        assertThat(WebhookAddress.of(address)).isEmpty();
    }
}
