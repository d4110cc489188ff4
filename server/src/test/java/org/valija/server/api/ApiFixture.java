package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.valija.server.ServerApplication;
import org.valija.server.SimulatedSettings;
import org.valija.server.api.ApiClient.Answer;
import org.valija.server.api.ApiTokens.NewToken;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.users.FirstStart;
import org.valija.server.users.User;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;

/** A service whose user SUPERVISOR has a client registered, a recovery address, and no account yet. */
final class ApiFixture implements AutoCloseable {

    static final String MAILBOX = "juan.perez@bajio.example";
    static final String LUCIAS = "lucia.ramos@bajio.example";

    final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    final FormBrowser browser = new FormBrowser();
    private final Path folder;
    private final Map<String, Object> more;
    private final String key;
    private ConfigurableApplicationContext context;

    ApiFixture(Path folder, Map<String, Object> more) {
        this.folder = folder;
        this.more = new HashMap<>(more);
        this.context = start();
        this.key = context.getBean(FirstStart.class).supervisorKey().orElseThrow();
        enter(browser, User.SUPERVISOR, key);
        browser.submit(browser.get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        browser.submit(browser.get(at("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
    }

    /** A token with all scopes. */
    String token(Optional<String> user) {
        return token(user, Set.of(Scope.values()));
    }

    String token(Optional<String> user, Set<Scope> scopes) {
        return context.getBean(ApiTokens.class)
                .create(new NewToken("Prueba", scopes, user, User.SUPERVISOR, Duration.ofDays(1)))
                .value()
                .reveal();
    }

    ApiClient client(String token) {
        return new ApiClient(URI.create(address()), Optional.of(token));
    }

    /** Authenticates a mailbox by the address that the program gets. */
    long connect(String user, String mailbox) {
        ApiClient any = client(token(Optional.empty()));
        Answer begun =
                any.post("/api/v1/authorizations", "{\"user\":\"%s\",\"email\":\"%s\"}".formatted(user, mailbox));
        assertThat(begun.status()).isEqualTo(201);
        FormBrowser person = new FormBrowser();
        Page consent = person.submit(
                person.get(URI.create(begun.body().get("address").asString())).form("#autenticar"));
        person.submit(consent.form("#consent").type("account", mailbox).press("button[value=allow]"));
        Answer state =
                any.get("/api/v1/authorizations/" + begun.body().get("id").asString());
        assertThat(state.body().get("state").asString()).isEqualTo("DONE");
        return state.body().get("account").get("id").asLong();
    }

    /** Registers a user; gives the key. */
    String register(String code, String recoveryEmail) {
        Page created = browser.submit(browser.get(at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", code)
                .type("recoveryEmail", recoveryEmail));
        return created.text("#clave-nueva");
    }

    void enter(FormBrowser who, String code, String word) {
        who.submit(who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", word));
    }

    void pause(long account) {
        press("/bandeja?cuenta=" + account, "form[action$=/pausar]");
    }

    void resume(long account) {
        press("/bandeja?cuenta=" + account, "form[action$=/reanudar]");
    }

    void press(String page, String form) {
        assertThat(browser.submit(browser.get(at(page)).form(form)).status()).isEqualTo(200);
    }

    /** Starts the service again with other settings. */
    void again(Map<String, Object> settings) {
        context.close();
        more.putAll(settings);
        context = start();
        enter(browser, User.SUPERVISOR, key);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    Path database() {
        return folder.resolve("valija.db");
    }

    String supervisorKey() {
        return key;
    }

    URI at(String path) {
        return URI.create(address() + path);
    }

    private String address() {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    @Override
    public void close() {
        context.close();
        simulator.close();
    }

    private ConfigurableApplicationContext start() {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.putAll(more);
        String[] arguments = properties.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(ServerApplication.class).run(arguments);
    }
}
