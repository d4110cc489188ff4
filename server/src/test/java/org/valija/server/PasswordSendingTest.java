package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.valija.server.cli.Service;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/** Mail sent with a password, while the database does not take how it ended. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class PasswordSendingTest {

    private static final String MAILBOX = "juan.perez@bajio.example";
    private static final String PASSWORD = "abcd efgh ijkl mnop";

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser browser = new FormBrowser();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Service service;

    @BeforeEach
    void start() {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.put("valija.password-server.host", "localhost");
        properties.put("valija.password-server.port", simulator.smtpsPort());
        properties.put("valija.password-server.tls", "implicit");
        service = Service.start(properties);
        simulator.smtp().acceptPassword(MAILBOX, PASSWORD);
        browser.submit(browser.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", service.firstStart().supervisorKey().orElseThrow()));
        log.start();
        sendings().addAppender(log);
    }

    @AfterEach
    void stop() {
        sendings().detachAppender(log);
        service.close();
        simulator.close();
    }

    @Test
    void whatHasLeftIsNeverToldAsNotSent() throws SQLException {
        simulator.smtp().stallOn("CONTENT", Duration.ofSeconds(2), 1);
        Page draft = browser.submit(browser.get(at("/envios/nuevo"))
                .form("#envio")
                .type("from", MAILBOX)
                .type("to", "ana@cliente.example")
                .type("subject", "Una vez")
                .type("password", PASSWORD)
                .press("#enviar"));
        assertThat(draft.has("ol.progress")).isTrue();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("valija.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> log.list.stream()
                            .anyMatch(event -> event.getFormattedMessage().contains("could not be stored: SENT")));
            Page meanwhile = browser.get(draft.uri());
            assertThat(meanwhile.has("ol.progress")).isTrue();
            assertThat(meanwhile.has("#enviar")).isFalse();
            statement.execute("ROLLBACK");
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> browser.get(draft.uri()).has("#enviado"));
        assertThat(simulator.inbox().messages()).hasSize(1);
    }

    private static Logger sendings() {
        return (Logger) LoggerFactory.getLogger("org.valija.server.sending.Sendings");
    }

    private URI at(String path) {
        return URI.create(service.address() + path);
    }
}
