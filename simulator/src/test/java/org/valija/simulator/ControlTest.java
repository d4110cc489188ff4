package org.valija.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valija.simulator.OAuthProgram.JUAN;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valija.simulator.google.Rotation;

/** The settings over HTTP. */
class ControlTest {

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final OAuthProgram program = new OAuthProgram(simulator);
    private final Browser browser = new Browser();

    @AfterEach
    void stop() {
        simulator.close();
    }

    private HttpAnswer control(String action, String form, String... headers) {
        return browser.post(simulator.httpUri() + "/control/" + action, form, headers);
    }

    @Test
    void settingsTakeEffect() {
        assertThat(control("token-lifetime", "seconds=5").status()).isEqualTo(200);
        assertThat(control("rotation", "mode=strict").status()).isEqualTo(200);

        assertThat(simulator.google().accessTokenLifetime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(simulator.google().rotation()).isEqualTo(Rotation.STRICT);
    }

    @Test
    void tokensCanBeExpiredAndGrantsRevoked() {
        HttpAnswer tokens = program.connect(JUAN);
        control("expire-tokens", "");
        assertThat(program.userInfo(tokens.text("access_token").orElseThrow()).status())
                .isEqualTo(401);
        control("revoke", "account=juan.perez%40bajio.example");
        assertThat(program.refresh(tokens.text("refresh_token").orElseThrow()).text("error"))
                .hasValue("invalid_grant");
    }

    @Test
    void failuresCanBePlannedAndForgotten() {
        String refresh = program.connect(JUAN).text("refresh_token").orElseThrow();
        control("fail", "endpoint=token&status=503&times=2&retry_after=4");

        assertThat(program.refresh(refresh).header("Retry-After")).isEqualTo("4");
        control("clear-failures", "");
        assertThat(program.refresh(refresh).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "token-lifetime, seconds=x",
        "token-lifetime, ''",
        "rotation, mode=often",
        "fail, endpoint=token&status=99",
        "fail, endpoint=token&status=503&times=0",
        "fail, endpoint=mail",
        "certificate, kind=golden",
        "token-length, characters=1"
    })
    void whatIsWrongIsSaid(String action, String form) {
        assertThat(control(action, form).status()).isEqualTo(400);
    }

    @Test
    void aBrowserIsSentBackToTheIndex() {
        HttpAnswer answer = control("expire-tokens", "", "Accept", "text/html");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.get(simulator.httpUri() + "/").body())
                .contains("Simulador: no es Google", JUAN, "demo-client.apps.simulator.test");
    }

    @Test
    void otherPagesCannotPost() {
        assertThat(control("expire-tokens", "", "Origin", "https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(control("expire-tokens", "", "Origin", "null").status()).isEqualTo(403);
        assertThat(control("expire-tokens", "", "Origin", simulator.httpUri().toString())
                        .status())
                .isEqualTo(200);
        assertThat(control("no-such-thing", "").status()).isEqualTo(404);
    }
}
