package org.valija.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.valija.server.ServerApplication;
import org.valija.server.SimulatedSettings;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.demo.FilledForm;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.handlers.Visitor.Answer;
import org.valija.server.handlers.Visitor.Body;
import org.valija.server.retenciones.SampleRetenciones;
import org.valija.server.users.FirstStart;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.TestDatabase;

/**
 * A service with one record of each kind, all of them LUCIA's: SUPERVISOR registered her, ROSA who sends as she does, and ANA who
 * administers; each has entered.
 */
final class HandlerOffice implements AutoCloseable {

    static final String SUPERVISOR = "SUPERVISOR";
    static final String LUCIA = "LUCIA";
    static final String ROSA = "ROSA";
    static final String ANA = "ANA";
    /** Whose record may be spoilt. */
    static final String PEPE = "PEPE";

    private static final String LUCIAS = "lucia.ramos@bajio.example";
    private static final String NEW_KEY = "una frase larga y secreta de ";
    /** Of the form that links and tokens have, and none of ours. */
    private static final String UNKNOWN = "A".repeat(43);

    private static final int REDIRECTS_IN_A_SESSION = 20;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final ConfigurableApplicationContext context;
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, Visitor> visitors = new HashMap<>();
    private final Map<String, Integer> redirected = new HashMap<>();
    private final Map<String, Visitor> programs = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, String> records = new HashMap<>();

    HandlerOffice(TestDatabase database, Path folder) throws IOException {
        Map<String, Object> settings = SimulatedSettings.of(simulator, folder);
        settings.put("valija.api.requests-per-minute", 100_000);
        if (database == TestDatabase.POSTGRESQL) {
            settings.put("valija.database.url", InstalledDatabase.onPostgres());
            settings.put("valija.database.username", "postgres");
            settings.put("valija.database.password-file", Files.writeString(folder.resolve("db-password"), "postgres"));
        }
        context = new SpringApplicationBuilder(ServerApplication.class)
                .run(settings.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        keys.put(SUPERVISOR, context.getBean(FirstStart.class).supervisorKey().orElseThrow());
        FormBrowser supervisor = enter(SUPERVISOR);
        supervisor.submit(supervisor
                .get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        supervisor.submit(supervisor
                .get(at("/empresas/nueva"))
                .form("#empresa")
                .type("name", "Emisora de Prueba, S.A. de C.V.")
                .type("rfc", SampleRetenciones.RFC_EMISOR));
        register(supervisor, LUCIA, LUCIAS, "SENDER");
        register(supervisor, ROSA, "rosa.vega@bajio.example", "SENDER");
        register(supervisor, PEPE, "pepe.luna@bajio.example", "SENDER");
        register(supervisor, ANA, "ana.soto@bajio.example", "ADMINISTRATION");
        for (String user : new String[] {LUCIA, ROSA, PEPE, ANA, SUPERVISOR}) {
            visitor(user);
        }
        for (String user : new String[] {LUCIA, ROSA, SUPERVISOR}) {
            tokens.put(user, token(user));
        }
        fill(enter(LUCIA));
        administered(supervisor);
        records.put("/sistema/programas/{id}", number(supervisor.get(at("/sistema/programas")), "/revocar"));
    }

    /** One of each kind. The key is the pattern up to and with the variable. */
    private void fill(FormBrowser lucia) {
        connect(lucia);
        records.put("/usuarios/{code}", LUCIA);
        records.put("/sistema/cliente-oauth/{providerId}", "1");
        records.put("/empresas/{id}", "1");
        records.put("/cuentas/{id}", number(lucia.get(at("/usuarios/" + LUCIA)), "/desconectar"));
        records.put("/bandeja/cuentas/{id}", record("/cuentas/{id}"));
        beneficiary(lucia);
        documents(lucia);
        mails(lucia);
        bulk(lucia);
        programs();
        for (String secret : new String[] {"/recuperar/{token}", "/autorizar/{value}", "/autorizar/fin/{id}"}) {
            records.put(secret, UNKNOWN);
        }
    }

    private void administered(FormBrowser supervisor) {
        supervisor.submit(supervisor
                .get(at("/perfiles/nuevo"))
                .form("#perfil")
                .type("code", "PRUEBA")
                .type("name", "De prueba")
                .press("#guardar"));
        records.put("/perfiles/{code}", "PRUEBA");
        supervisor.submit(supervisor
                .get(at("/autorizaciones/nueva?usuario=" + PEPE))
                .form("#pedir")
                .type("how", "COPY"));
        records.put(
                "/autorizaciones/{id}", match(supervisor.get(at("/autorizaciones")), "/autorizaciones/([\\w-]{43})/"));
    }

    private void connect(FormBrowser lucia) {
        URI page = at("/usuarios/" + LUCIA);
        lucia.submit(lucia.get(page).form("#autenticar").tick("oauth").press("#recordar"));
        Page consent = lucia.submit(lucia.get(page).form("#autenticar").press("#autenticar-boton"));
        lucia.submit(consent.form("#consent").type("account", LUCIAS).press("button[value=allow]"));
    }

    private void beneficiary(FormBrowser lucia) {
        lucia.submit(lucia.get(at("/beneficiarios/nuevo?empresa=1"))
                .form("#beneficiario")
                .type("name", "Ana Álvarez Ruiz")
                .type("rfc", "AARA800101AB1")
                .type("address-0", "ana.alvarez@cliente.example")
                .type("contact-0", "Ana Álvarez")
                .press("#guardar"));
        records.put("/beneficiarios/{id}", "1");
        Page plan = lucia.submit(lucia.get(at("/beneficiarios/importar?empresa=1"))
                .form("#subir")
                .attach(
                        "file",
                        "b.csv",
                        "text/csv",
                        "RFC,Nombre\nAARA800101AB2,Otra Persona\n".getBytes(StandardCharsets.UTF_8)));
        records.put("/beneficiarios/importar/{id}", last(plan.uri()));
    }

    private void documents(FormBrowser lucia) {
        FilledForm form = lucia.get(at("/documentos/subir?tipo=RETENCION")).form("#subida");
        for (int number = 1; number <= 2; number++) {
            form.attach(
                    "files",
                    number + ".xml",
                    "text/xml",
                    SampleRetenciones.nacional(number).xml());
        }
        lucia.submit(form);
        records.put("/documentos/{id}", "1");
        records.put("/api/v1/documents/{id}", "1");
        records.put("/documentos/{id}/archivos/{file}", link(lucia.get(at("/documentos/1")), "/archivos/"));
    }

    private void mails(FormBrowser lucia) {
        Page sent = lucia.submit(lucia.get(at("/envios/nuevo"))
                .form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", "Enviado")
                .attach("files", "a.xml", "text/xml", "<a/>".getBytes(StandardCharsets.UTF_8))
                .press("#enviar"));
        Awaitility.await().until(() -> lucia.get(sent.uri()).has("#enviado"));
        String mail = link(lucia.get(at("/bandeja")), "/bandeja/");
        records.put("/bandeja/{id}", mail);
        records.put("/api/v1/messages/{id}", mail);
        Page draft = lucia.submit(lucia.get(at("/envios/nuevo"))
                .form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", "Borrador")
                .attach("files", "a.xml", "text/xml", "<a/>".getBytes(StandardCharsets.UTF_8))
                .press("button[value=adjuntar]"));
        records.put("/envios/{id}", last(draft.uri()));
        records.put("/envios/{id}/vista-previa/{index}", "0");
    }

    private void bulk(FormBrowser lucia) {
        Page made = lucia.submit(
                lucia.get(at("/envios-masivos/nuevo")).form("#elegir").type("tipo", "RETENCION"));
        records.put("/envios-masivos/{id}", last(made.uri()));
        records.put("/envios-masivos/{id}/vista/{seq}", "1");
    }

    private void programs() {
        Visitor program = program(LUCIA);
        Answer begun = program.send(
                "POST",
                "/api/v1/authorizations",
                Body.json("{\"user\":\"%s\",\"email\":\"%s\"}"
                        .formatted(LUCIA, LUCIAS)
                        .getBytes(StandardCharsets.UTF_8)),
                false);
        assertThat(begun.status()).as(begun.body()).isEqualTo(201);
        records.put("/api/v1/authorizations/{id}", last(URI.create(begun.location())));
        records.put("/api/v1/accounts/{id}", record("/cuentas/{id}"));
    }

    /**
     * Somebody's record for a variable of a path.
     *
     * @throws AssertionError when there is none: a new handler needs one here
     */
    String record(String variable) {
        return Optional.ofNullable(records.get(variable))
                .orElseThrow(
                        () -> new AssertionError(
                                "A new variable in a path: " + variable
                                        + ". Make a record of LUCIA's for it in HandlerOffice, so that the handler is tried by others too."));
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    String address() {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** Somebody who has entered; again, with the same browser, where the session has ended meanwhile. */
    Visitor visitor(String user) {
        Visitor known = visitors.computeIfAbsent(user, _ -> new Visitor(address()));
        return known.get("/clave").status() == 200 ? known : known.enter(user, String.valueOf(keys.get(user)));
    }

    /** What somebody who has entered is answered; asked again where the session had ended before. */
    Answer ask(String user, Function<Visitor, Answer> question) {
        Optional<Visitor> present = Optional.ofNullable(visitors.get(user));
        Visitor known = present.orElseGet(() -> visitor(user));
        Answer answer = question.apply(known);
        boolean doubtful = answer.isToEntry() || answer.status() == 401 || answer.status() == 403;
        if (present.isPresent() && doubtful && known.get("/clave").status() != 200) {
            answer = question.apply(visitor(user));
        }
        // What the next page would say is kept in the session until somebody reads that page, and nobody does here.
        boolean full =
                answer.status() / 100 == 3 && redirected.merge(user, 1, Integer::sum) % REDIRECTS_IN_A_SESSION == 0;
        if (full || answer.isToEntry()) {
            visitors.remove(user);
        }
        return answer;
    }

    /** A program of somebody's. */
    Visitor program(String user) {
        return programs.computeIfAbsent(user, _ -> new Visitor(address()).bearing(String.valueOf(tokens.get(user))));
    }

    private void register(FormBrowser supervisor, String code, String email, String profile) {
        Page created = supervisor.submit(supervisor
                .get(at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", code)
                .type("recoveryEmail", email)
                .type("profile", profile));
        String given = created.text("#clave-nueva");
        keys.put(code, given);
        FormBrowser who = enter(code);
        String key = NEW_KEY + code;
        who.submit(who.get(at("/clave"))
                .form("#cambio")
                .type("actual", given)
                .type("nueva", key)
                .type("confirmacion", key));
        keys.put(code, key);
    }

    private FormBrowser enter(String code) {
        FormBrowser who = new FormBrowser();
        who.submit(who.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", code)
                .type("clave", String.valueOf(keys.get(code))));
        return who;
    }

    private String token(String user) {
        Visitor maker = visitor(SUPERVISOR);
        maker.send(
                "POST",
                "/sistema/programas",
                Body.form("name=Programa&days=30&user=" + user
                        + "&scopes=MESSAGES_SEND&scopes=MESSAGES_READ&scopes=DOCUMENTS_WRITE&scopes=DOCUMENTS_READ"
                        + "&scopes=ACCOUNTS_READ&scopes=ACCOUNTS_AUTHORIZE"),
                true);
        Page made = new Page(
                at("/"),
                200,
                org.jsoup.Jsoup.parse(maker.get("/sistema/programas").body()));
        String token = made.text("#clave-acceso");
        assertThat(token).startsWith("vlj_");
        return token;
    }

    private URI at(String path) {
        return URI.create(address() + path);
    }

    private static String number(Page page, String end) {
        return page.document().select("form[action$=" + end + "]").eachAttr("action").stream()
                .map(action -> action.replaceAll("\\D+", ""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + end + " at " + page.uri()));
    }

    private static String link(Page page, String part) {
        return match(page, Pattern.quote(part) + "([0-9]+)");
    }

    private static String match(Page page, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(page.document().html());
        if (!found.find()) {
            throw new IllegalStateException("no " + pattern + " at " + page.uri() + ": "
                    + page.document().text());
        }
        return found.group(1);
    }

    private static String last(URI place) {
        return place.getPath().replaceFirst(".*/", "");
    }

    @Override
    public void close() {
        context.close();
        simulator.close();
    }
}
