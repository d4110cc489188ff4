package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.valija.server.ServerApplication;
import org.valija.server.SimulatedSettings;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.users.FirstStart;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.TestDatabase;

/** A console with an administrator whose mailbox sends, and user LUCIA, who forgets her key. */
final class RecoveryOffice implements AutoCloseable {

    static final String MAILBOX = "juan.perez@bajio.example";
    static final String LUCIAS = "lucia.ramos@bajio.example";
    static final String ROSAS = "rosa.vega@bajio.example";
    static final String LUCIAS_KEY = "una frase larga de lucia";

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern LINK = Pattern.compile("https?://[^/\\s]+/recuperar/\\S+");

    final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    final FormBrowser supervisor = new FormBrowser();
    private final ConfigurableApplicationContext context;

    RecoveryOffice(TestDatabase database, Path folder) throws IOException {
        Map<String, Object> properties = properties(folder);
        if (database == TestDatabase.POSTGRESQL) {
            properties.put("valija.database.url", InstalledDatabase.onPostgres());
            properties.put("valija.database.username", "postgres");
            properties.put(
                    "valija.database.password-file", Files.writeString(folder.resolve("db-password"), "postgres"));
        }
        context = new SpringApplicationBuilder(ServerApplication.class)
                .run(properties.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        enter(
                supervisor,
                "SUPERVISOR",
                context.getBean(FirstStart.class).supervisorKey().orElseThrow());
        supervisor.submit(supervisor
                .get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        connect(supervisor, "SUPERVISOR", MAILBOX);
    }

    /** Registers LUCIA; gives a browser in which she has entered. */
    FormBrowser lucia() {
        return register("lucia", "Lucía Ramos", LUCIAS, "SENDER", LUCIAS_KEY);
    }

    /** Registers ROSA, another administrator; gives a browser in which she has entered. */
    FormBrowser rosa() {
        return register("rosa", "Rosa Vega", ROSAS, "ADMINISTRATION", "una frase larga de rosa");
    }

    private FormBrowser register(String code, String name, String address, String profile, String newKey) {
        Page created = supervisor.submit(supervisor
                .get(at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", code)
                .type("name", name)
                .type("recoveryEmail", address)
                .type("profile", profile));
        String key = created.text("#clave-nueva");
        FormBrowser who = new FormBrowser();
        enter(who, code, key);
        who.submit(who.get(at("/clave"))
                .form("#cambio")
                .type("actual", key)
                .type("nueva", newKey)
                .type("confirmacion", newKey));
        return who;
    }

    /** Writes the address of a user and has it authenticated. */
    Page connect(FormBrowser who, String code, String address) {
        URI page = at("/usuarios/" + code);
        who.submit(who.get(page).form("#registro").type("recoveryEmail", address));
        who.submit(who.get(page).form("#autenticar").tick("oauth").press("#recordar"));
        Page consent = who.submit(who.get(page).form("#autenticar").press("#autenticar-boton"));
        return who.submit(consent.form("#consent").type("account", address).press("button[value=allow]"));
    }

    /** The administrator chooses the first account that is offered. */
    Page chooseMailbox() {
        Page page = supervisor.get(at("/sistema/buzon"));
        String account = String.valueOf(
                page.document().select("#cuenta option[value~=^[0-9]+$]").attr("value"));
        return supervisor.submit(page.form("#buzon").type("cuenta", account));
    }

    Page enter(FormBrowser who, String code, String key) {
        return who.submit(
                who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", key));
    }

    static boolean isIn(FormBrowser who, URI page) {
        return !who.get(page).has("#entrada");
    }

    /** Somebody without a session asks for a link. */
    Page ask(String code) {
        FormBrowser stranger = new FormBrowser();
        return stranger.submit(stranger.get(at("/recuperar")).form("#recuperar").type("usuario", code));
    }

    /** The link of the mail that came as number {@code count}. */
    URI link(int count) {
        String text = text(mails(count).get(count - 1));
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return URI.create(link.group());
    }

    List<ReceivedMessage> mails(int count) {
        return simulator.inbox().await(count, PATIENCE);
    }

    static String text(ReceivedMessage mail) {
        return mail.mime().readablePart().orElseThrow().text();
    }

    static String recipient(ReceivedMessage mail) {
        return mail.envelope().recipients().getFirst();
    }

    /** Waits until everything that was asked for has been looked into. */
    void awaitsDesk() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> bean(RecoveryRequestTable.class).oldest(1).isEmpty());
    }

    /** Sets a key by a link as its user would. */
    Page change(URI link, String key) {
        FormBrowser somebody = new FormBrowser();
        return somebody.submit(
                somebody.get(link).form("#clave-nueva").type("nueva", key).type("confirmacion", key));
    }

    /** Runs a statement on the installation's database. */
    void sql(String statement) {
        try (Connection connection = bean(DataSource.class).getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private Map<String, Object> properties(Path folder) {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.put("valija.company", "Comercial del Bajío");
        properties.put("logging.level.org.valija", "DEBUG");
        properties.put("logging.level.org.springframework.web", "WARN");
        properties.put("valija.providers[0].gmail-api", simulator.httpUri());
        return properties;
    }

    @Override
    public void close() {
        context.close();
        simulator.close();
    }
}
