package org.valija.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.valija.simulator.inbox.Envelope;

/** The inbox over HTTP. */
class InboxTest {

    private static final byte[] ATTACHMENT = new byte[5_000];

    static {
        new Random(1).nextBytes(ATTACHMENT);
    }

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final Browser browser = new Browser();
    private final byte[] message = message();

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static byte[] message() {
        return ("From: =?UTF-8?Q?Juan_P=C3=A9rez?= <juan.perez@bajio.example>\r\n"
                        + "Subject: <script>alert(1)</script>\r\n"
                        + "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"
                        + "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHola {body}\r\n"
                        + "--b\r\nContent-Type: application/pdf\r\n"
                        + "Content-Disposition: attachment; filename*=UTF-8''n%C3%B3mina.pdf\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(ATTACHMENT) + "\r\n--b--\r\n")
                .getBytes(UTF_8);
    }

    private void receive() {
        Envelope envelope = new Envelope(
                Envelope.Way.SMTP,
                "juan.perez@bajio.example",
                List.of("ana@cliente.example"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        simulator.inbox().add(envelope, message);
    }

    @Test
    void theOriginalAndTheAttachmentsAreByteIdentical() {
        receive();

        assertThat(browser.bytes(simulator.httpUri() + "/inbox/1.eml")).isEqualTo(message);
        assertThat(browser.bytes(simulator.httpUri() + "/inbox/1/parts/2")).isEqualTo(ATTACHMENT);
        assertThat(browser.get(simulator.httpUri() + "/inbox/1/parts/2").header("Content-Disposition"))
                .isEqualTo("attachment; filename*=UTF-8''n%C3%B3mina.pdf");
        assertThat(browser.get(simulator.httpUri() + "/inbox/1/parts/3").status())
                .isEqualTo(404);
        assertThat(browser.get(simulator.httpUri() + "/inbox/2.eml").status()).isEqualTo(404);
    }

    @Test
    void thePagesShowTheMailAndEscapeIt() {
        assertThat(browser.get(simulator.httpUri() + "/bandeja").body()).contains("Todavía no llega nada");
        receive();

        assertThat(browser.get(simulator.httpUri() + "/bandeja").body())
                .contains("Juan Pérez", "&lt;script&gt;", "/bandeja/1")
                .doesNotContain("<script>");
        assertThat(browser.get(simulator.httpUri() + "/bandeja/1").body())
                .contains("Hola {body}", "nómina.pdf", "/inbox/1/parts/2")
                .doesNotContain("<script>");
    }

    @Test
    void theListIsThereAsJson() {
        receive();

        HttpAnswer list = browser.get(simulator.httpUri() + "/inbox.json");
        assertThat(list.text("sender")).hasValue("juan.perez@bajio.example");
        assertThat(list.body()).contains("\"name\":\"nómina.pdf\"", "\"size\":5000", "\"number\":2");
    }

    @Test
    void waitingEndsWithTheMailOrWithTheTime() {
        receive();

        assertThat(simulator.inbox().await(1, Duration.ofSeconds(5))).hasSize(1);
        assertThatThrownBy(() -> simulator.inbox().await(2, Duration.ZERO)).hasMessageContaining("got 1");
        simulator.inbox().clear();
        assertThat(simulator.inbox().messages()).isEmpty();
    }
}
