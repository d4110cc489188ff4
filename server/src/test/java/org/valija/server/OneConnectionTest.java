package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.users.FirstStart;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;

/** What accepts a mail takes no second connection while it has one: with all of them in such hands, all would wait for ever. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class OneConnectionTest {

    private static final String MAILBOX = "juan.perez@bajio.example";
    private static final String PASSWORD = "abcd efgh ijkl mnop";

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser browser = new FormBrowser();
    private final List<String> nested = new CopyOnWriteArrayList<>();
    private ConfigurableApplicationContext context;

    @BeforeEach
    void start() {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.put("valija.password-server.host", "localhost");
        properties.put("valija.password-server.port", simulator.smtpsPort());
        properties.put("valija.password-server.tls", "implicit");
        context = new SpringApplicationBuilder(ServerApplication.class)
                .initializers(started -> started.getBeanFactory().addBeanPostProcessor(new Watching()))
                .run(properties.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        simulator.smtp().acceptPassword(MAILBOX, PASSWORD);
        connect();
        browser.submit(browser.get(at("/empresas/nueva"))
                .form("#empresa")
                .type("name", "Comercial del Bajío, S.A. de C.V.")
                .type("rfc", "CBA010101AB1"));
        browser.submit(browser.get(at("/beneficiarios/nuevo?empresa=1"))
                .form("#beneficiario")
                .type("name", "Ana Álvarez Ruiz")
                .type("rfc", "AARA800101AB1")
                .type("address-0", "ana.alvarez@cliente.example")
                .type("contact-0", "Ana Álvarez")
                .press("#guardar"));
        document();
    }

    @AfterEach
    void stop() {
        context.close();
        simulator.close();
    }

    @Test
    void aDocumentIsAcceptedByOneConnection() {
        Page dialog = browser.get(at("/documentos/1/enviar"));

        Page sent = browser.submit(
                dialog.form("#envio").type("subject", "Ana: tu cheque 15").press("#enviar"));

        arrives(sent);
        assertThat(nested).isEmpty();
    }

    @Test
    void soIsOneThatIsSentWithAPassword() {
        Page dialog = browser.get(at("/documentos/1/enviar"));

        Page sent = browser.submit(dialog.form("#envio")
                .type("oauth", "false")
                .type("subject", "Ana: tu cheque 15")
                .type("password", PASSWORD)
                .press("#enviar"));

        arrives(sent);
        assertThat(nested).isEmpty();
    }

    private void arrives(Page sent) {
        assertThat(sent.text("#resumen")).isEmpty();
        Awaitility.await().until(() -> browser.get(sent.uri()), page -> page.has("#enviado"));
    }

    private void document() {
        browser.submit(browser.get(at("/documentos/nuevo?tipo=CHEQUE"))
                .form("#documento")
                .type("number", "15")
                .type("date", "2026-03-03")
                .type("beneficiaryRfc", "AARA800101AB1")
                .type("beneficiaryName", "Ana Álvarez Ruiz")
                .type("concept", "Honorarios de marzo")
                .type("amount", "1234.50"));
    }

    private void connect() {
        browser.submit(browser.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", context.getBean(FirstStart.class).supervisorKey().orElseThrow()));
        browser.submit(browser.get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        browser.submit(browser.get(at("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
        browser.submit(
                browser.get(at("/usuarios")).form("#autenticar").tick("oauth").press("#recordar"));
        Page consent =
                browser.submit(browser.get(at("/usuarios")).form("#autenticar").press("#autenticar-boton"));
        browser.submit(consent.form("#consent").press("button[value=allow]"));
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    /** Has the pool watched. */
    private final class Watching implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (!(bean instanceof HikariDataSource pool)) {
                return bean;
            }
            HikariConfig same = new HikariConfig();
            pool.copyStateTo(same);
            same.setPoolName("watched");
            pool.close();
            return new Watched(same);
        }
    }

    /** Notes who takes a connection in a sending that has one. */
    private final class Watched extends HikariDataSource {

        private final ThreadLocal<Integer> open = ThreadLocal.withInitial(() -> 0);

        Watched(HikariConfig configuration) {
            super(configuration);
        }

        @Override
        public Connection getConnection() throws SQLException {
            List<String> callers = Stream.of(new Throwable().getStackTrace())
                    .map(StackTraceElement::toString)
                    .filter(line -> line.startsWith("org.valija"))
                    .toList();
            if (open.get() > 0
                    && callers.stream()
                            .anyMatch(line -> line.contains("sending.Handover") || line.contains("sending.Sendings"))) {
                nested.add(String.join("\n", callers));
            }
            Connection connection = super.getConnection();
            open.set(open.get() + 1);
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            open.set(open.get() - 1);
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
