package org.valija.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.valija.oauth.OAuth;
import org.valija.oauth.TokenResult;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.users.FirstStart;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.TestDatabase;

/** An installation of one or more nodes on one database, with a simulated Google, and SUPERVISOR who has entered. */
public final class Nodes implements AutoCloseable {

    public static final String MAILBOX = "juan.perez@bajio.example";
    public static final String LUCIAS = "lucia.ramos@bajio.example";
    public static final String ROSAS = "rosa.vega@bajio.example";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    public final FormBrowser supervisor = new FormBrowser();
    public final MovedClock clock = new MovedClock();
    private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();
    private final Map<String, Object> database;
    private final Path folder;

    public Nodes(TestDatabase kind, Path folder, int count) throws IOException {
        this.database = database(kind, folder);
        this.folder = folder;
        for (int i = 0; i < count; i++) {
            nodes.add(start(i));
        }
        entersAgain();
        supervisor.submit(supervisor
                .get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
    }

    /** SUPERVISOR enters, as after a session that has ended. */
    public void entersAgain() {
        supervisor.submit(supervisor
                .get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", bean(FirstStart.class).supervisorKey().orElseThrow()));
    }

    private static Map<String, Object> database(TestDatabase kind, Path folder) throws IOException {
        if (kind == TestDatabase.SQLITE) {
            return Map.of();
        }
        PGSimpleDataSource postgres = (PGSimpleDataSource) kind.create();
        return Map.of(
                "valija.database.url", postgres.getURL(),
                "valija.database.username", "postgres",
                "valija.database.password-file", Files.writeString(folder.resolve("db-password"), "postgres"));
    }

    /** Closes all nodes. */
    public void stop() {
        nodes.reversed().forEach(ConfigurableApplicationContext::close);
        nodes.clear();
    }

    /** Starts a node on the same database, where none runs. */
    public void startAgain() throws IOException {
        nodes.add(start(0));
    }

    private ConfigurableApplicationContext start(int number) throws IOException {
        Path own = database.isEmpty() ? folder : folder.resolve("node-" + number);
        Files.createDirectories(own);
        Map<String, Object> settings = SimulatedSettings.of(simulator, own);
        settings.putAll(database);
        settings.put("valija.vault.key-file", folder.resolve("shared.keys"));
        settings.put("valija.company", "Comercial del Bajío");
        settings.put("valija.zone", "America/Mexico_City");
        settings.put("valija.providers[0].gmail-api", simulator.httpUri());
        return new SpringApplicationBuilder(ServerApplication.class)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("movedClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)))
                .run(settings.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
    }

    /** Registers somebody with that address. */
    public Page register(String code, String name, String address, String profile) {
        return supervisor.submit(supervisor
                .get(at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", code)
                .type("name", name)
                .type("recoveryEmail", address)
                .type("profile", profile));
    }

    /** Enters as somebody who was just registered. */
    public FormBrowser enter(String code, Page registered) {
        String key = registered.text("#clave-nueva");
        String own = "una frase larga de " + code;
        FormBrowser who = new FormBrowser();
        who.submit(who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", key));
        who.submit(who.get(at("/clave"))
                .form("#cambio")
                .type("actual", key)
                .type("nueva", own)
                .type("confirmacion", own));
        return who;
    }

    /** Writes the address of a user and has SUPERVISOR authenticate it; gives its account's number. */
    public long connect(String code, String address) {
        URI page = at("/usuarios/" + code);
        supervisor.submit(supervisor.get(page).form("#registro").type("recoveryEmail", address));
        supervisor.submit(supervisor.get(page).form("#autenticar").tick("oauth").press("#recordar"));
        Page consent =
                supervisor.submit(supervisor.get(page).form("#autenticar").press("#autenticar-boton"));
        supervisor.submit(consent.form("#consent").type("account", address).press("button[value=allow]"));
        return bean(OAuth.class).vault().grants().stream()
                .filter(grant -> grant.email().equals(address))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** SUPERVISOR chooses the accounts of the system mailbox. */
    public Page chooseMailbox(long account, long... reserve) {
        return supervisor.submit(supervisor
                .get(at("/sistema/buzon"))
                .form("#buzon")
                .type("cuenta", Long.toString(account))
                .type("reserva", reserve.length == 0 ? "" : Long.toString(reserve[0])));
    }

    /** The provider ends what it gave to an address, and the first node finds out. */
    public void loses(long account, String address) {
        simulator.google().expireAccessTokens();
        simulator.google().revokeGrantsOf(address);
        OAuth oauth = bean(OAuth.class);
        if (oauth.vault().accessToken(account) instanceof TokenResult.Usable usable) {
            oauth.vault().replacementFor(usable.token());
        }
    }

    public List<ReceivedMessage> mails(int count) {
        return simulator.inbox().await(count, PATIENCE);
    }

    public static String text(ReceivedMessage mail) {
        return mail.mime().readablePart().orElseThrow().text();
    }

    public static String recipient(ReceivedMessage mail) {
        return mail.envelope().recipients().getFirst();
    }

    /** Runs a statement on the database. */
    public void sql(String statement) {
        try (Connection connection = bean(DataSource.class).getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the first node. */
    public <T> T bean(Class<T> type) {
        return nodes.getFirst().getBean(type);
    }

    /** Of every node. */
    public <T> List<T> beans(Class<T> type) {
        return nodes.stream().map(node -> node.getBean(type)).toList();
    }

    /** A page of the first node. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:"
                + nodes.getFirst().getEnvironment().getRequiredProperty("local.server.port", Integer.class) + path);
    }

    @Override
    public void close() {
        stop();
        simulator.close();
    }
}
