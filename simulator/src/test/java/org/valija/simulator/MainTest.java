package org.valija.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line, and what a start leaves behind. */
class MainTest {

    @Test
    void optionsAreRead(@TempDir Path folder) {
        Arguments arguments = Arguments.parse(
                "--http-port",
                "1",
                "--smtp-port",
                "2",
                "--smtps-port",
                "3",
                "--data",
                folder.toString(),
                "--exit-with-parent");

        assertThat(arguments.exitWithParent()).isTrue();
        assertThat(List.of(
                        arguments.options().httpPort(),
                        arguments.options().smtpPort(),
                        arguments.options().smtpsPort()))
                .containsExactly(1, 2, 3);
        assertThat(arguments.options().dataFolder()).hasValue(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "--port, Unknown option",
        "--data, needs a value",
        "'--http-port 70000', needs a port",
        "'--http-port x', needs a port"
    })
    void wrongOptionsAreExplained(String line, String message) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theReadyLineNamesEveryAddress() {
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            assertThat(Main.readyLine(simulator))
                    .matches("READY http=http://127\\.0\\.0\\.1:\\d+ smtp=127\\.0\\.0\\.1:\\d+ "
                            + "smtps=127\\.0\\.0\\.1:\\d+ ca=\\S+\\.pem");
        }
    }

    @Test
    void aDataFolderKeepsTheAuthority(@TempDir Path folder) {
        SimulatorOptions options = SimulatorOptions.defaults().withDataFolder(folder.resolve("new"));
        String first;
        try (Simulator simulator = Simulator.start(options)) {
            first = simulator.caCertificatePem();
        }
        try (Simulator simulator = Simulator.start(options)) {
            assertThat(simulator.caCertificatePem()).isEqualTo(first).startsWith("-----BEGIN CERTIFICATE-----");
            assertThat(simulator.caCertificateFile()).hasContent(first);
        }
    }

    @Test
    void withoutOneNothingStaysBehind() {
        Simulator simulator = Simulator.start(SimulatorOptions.defaults());
        Path file = simulator.caCertificateFile();
        assertThat(file).exists();
        simulator.close();

        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void aTakenPortIsNamed() {
        try (Simulator first = Simulator.start(SimulatorOptions.defaults())) {
            SimulatorOptions same = SimulatorOptions.defaults().withSmtpPort(first.smtpPort());

            assertThatThrownBy(() -> Simulator.start(same))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("SMTP port " + first.smtpPort());
        }
    }
}
