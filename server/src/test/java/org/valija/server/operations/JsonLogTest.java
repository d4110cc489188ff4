package org.valija.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.valija.server.InSpanish;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.SimulatedGoogle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The log in JSON, as a collector reads it. */
@ExtendWith({OutputCaptureExtension.class, InSpanish.class})
class JsonLogTest {

    /** Boot hands the setting on in a property of the whole process and never takes it back. */
    private static final String HANDED_ON =
            LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName();

    @TempDir
    private Path folder;

    @BeforeEach
    @AfterEach
    void forget() {
        System.clearProperty(HANDED_ON);
    }

    @Test
    void everyLineParsesAndSaysWhoseItIsAndNoSecret(CapturedOutput output) {
        Map<String, Object> settings = Map.of("valija.log-format", "json", "logging.level.org.valija", "DEBUG");
        String key;
        try (OperatedOffice office = new OperatedOffice(folder, settings)) {
            key = office.key;
            office.enter("not the key");
            office.connects();
            office.sends("Uno");
            office.simulator.google().fail(FailurePlan.tokenError("invalid_client"));
            office.simulator.google().expireAccessTokens();
            office.sends("Dos");
            office.browser.submit(office.browser
                    .get(office.at("/usuarios/nuevo"))
                    .form("#registro")
                    .type("code", "lucia")
                    .type("recoveryEmail", "lucia@bajio.example"));
            office.browser.submit(office.browser
                    .get(office.at("/usuarios/LUCIA"))
                    .form("#registro")
                    .type("recoveryEmail", "otra@bajio.example"));
        }

        List<JsonNode> lines = output.getAll()
                .lines()
                .map(line -> new ObjectMapper().readTree(line))
                .toList();

        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.at("/@timestamp").asString("")).isNotEmpty();
            assertThat(line.at("/log/level").asString("")).isNotEmpty();
            assertThat(line.at("/service/name").asString("")).isEqualTo("valija");
        });
        JsonNode moved = lines.stream()
                .filter(line -> line.at("/message").asString("").contains("changed the recovery address of LUCIA"))
                .findFirst()
                .orElseThrow();
        assertThat(moved.get("user").asString()).isEqualTo("SUPERVISOR");
        assertThat(moved.get("request").asString()).hasSize(36);
        assertThat(moved.get("node").asString()).isNotEmpty();
        for (String secret :
                List.of(key, SimulatedGoogle.DEMO_CLIENT.secret(), "not the key", "ya29.a0", "1//0", "4/0A")) {
            assertThat(output.getAll().contains(secret)).as(secret).isFalse();
        }
    }

    @Test
    void anotherWordIsToldAtTheStart() {
        assertThatThrownBy(() -> new OperatedOffice(folder, Map.of("valija.log-format", "xml")).close())
                .rootCause()
                .hasMessageContaining("log-format is text or json, not xml");
    }
}
