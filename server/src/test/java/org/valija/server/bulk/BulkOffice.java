package org.valija.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.valija.mail.ContentSource;
import org.valija.oauth.MutableClock;
import org.valija.server.ServerApplication;
import org.valija.server.SimulatedSettings;
import org.valija.server.catalogues.Beneficiaries;
import org.valija.server.catalogues.Beneficiary;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.catalogues.Contact;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.documents.DocumentIntake;
import org.valija.server.documents.IncomingFile;
import org.valija.server.documents.IntakeOrder;
import org.valija.server.documents.IntakeRights;
import org.valija.server.documents.Kind;
import org.valija.server.documents.Outcome;
import org.valija.server.documents.Source;
import org.valija.server.retenciones.SampleRetencion;
import org.valija.server.retenciones.SampleRetenciones;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.FirstStart;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.TestDatabase;

/** A service whose clock is moved by hand, with a company, an authenticated mailbox and retenciones to be sent. */
final class BulkOffice implements AutoCloseable {

    static final String MAILBOX = "juan.perez@bajio.example";
    static final LocalDate JANUARY = LocalDate.of(2026, 1, 31);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final MutableClock clock = new MutableClock();
    final Simulator simulator = Simulator.start(SimulatorOptions.defaults().withClock(clock));
    FormBrowser browser = new FormBrowser();
    final long companyId;
    private final ConfigurableApplicationContext context;
    private final String key;
    private boolean working = true;

    /** @param quota mails in 24 hours that the provider takes; zero for any number */
    BulkOffice(TestDatabase database, Path folder, int quota) throws IOException {
        Map<String, Object> settings = SimulatedSettings.of(simulator, folder);
        settings.put("valija.company", "Comercial del Bajío");
        settings.put("valija.zone", "America/Mexico_City");
        // Tests let a day go by: whoever looks on stays signed in.
        settings.put("server.servlet.session.timeout", "72h");
        settings.put("valija.sessions.longest", "72h");
        if (quota > 0) {
            settings.put("valija.providers[0].quota.per-day", quota);
        }
        if (database == TestDatabase.POSTGRESQL) {
            settings.put("valija.database.url", InstalledDatabase.onPostgres());
            settings.put("valija.database.username", "postgres");
            settings.put("valija.database.password-file", Files.writeString(folder.resolve("db-password"), "postgres"));
        }
        context = new SpringApplicationBuilder(ServerApplication.class)
                .initializers(started -> started.addBeanFactoryPostProcessor(factory -> {
                    ((BeanDefinitionRegistry) factory).removeBeanDefinition("clock");
                    factory.registerSingleton("clock", clock);
                }))
                .run(settings.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        assertThat(bean(Clock.class)).isSameAs(clock);
        key = bean(FirstStart.class).supervisorKey().orElseThrow();
        enter();
        connect();
        companyId = company();
    }

    private void enter() {
        browser.submit(browser.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", key));
    }

    private void connect() {
        browser.submit(browser.get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        URI page = at("/usuarios/SUPERVISOR");
        browser.submit(browser.get(page).form("#registro").type("recoveryEmail", MAILBOX));
        browser.submit(browser.get(page).form("#autenticar").tick("oauth").press("#recordar"));
        Page consent = browser.submit(browser.get(page).form("#autenticar").press("#autenticar-boton"));
        browser.submit(consent.form("#consent").type("account", MAILBOX).press("button[value=allow]"));
    }

    private long company() {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("SUPERVISOR", "", CurrentUser.INSTALLATION));
        try {
            return bean(Companies.class)
                    .add(new Company(
                            0,
                            SampleRetenciones.RFC_EMISOR,
                            "Comercial del Bajío, S.A. de C.V.",
                            "601",
                            "06000",
                            Optional.empty(),
                            Company.USUAL_COLOUR,
                            true))
                    .orElseThrow();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** Adds somebody with that address, or with none. */
    long beneficiary(int number, Optional<String> address) {
        return bean(Beneficiaries.class)
                .add(new Beneficiary(
                        0,
                        companyId,
                        rfc(number),
                        "Persona " + number,
                        "",
                        "06000",
                        address.map(text -> new Contact(0, "Persona " + number, text, "", false)).stream()
                                .toList()))
                .orElseThrow();
    }

    static String rfc(int number) {
        char[] letters = {'P', 'E', (char) ('A' + number / 26 % 26), (char) ('A' + number % 26)};
        return new String(letters) + "800101AB" + number / 676;
    }

    static String address(int number) {
        return "p" + number + "@cliente.example";
    }

    static SampleRetencion retencion(int number) {
        return SampleRetenciones.nacional(number).withReceptor(rfc(number), "PERSONA " + number);
    }

    /** Stores retenciones; gives their documents' ids. */
    List<Long> take(List<SampleRetencion> retenciones) {
        List<IncomingFile> files = new ArrayList<>();
        for (SampleRetencion retencion : retenciones) {
            byte[] xml = retencion.xml();
            files.add(new IncomingFile(retencion.folioFiscal() + ".xml", xml.length, ContentSource.of(xml)));
        }
        return bean(DocumentIntake.class)
                .take(
                        files,
                        new IntakeOrder(
                                Optional.of(companyId),
                                Kind.RETENCION,
                                JANUARY,
                                Source.UPLOAD,
                                "SUPERVISOR",
                                IntakeRights.EVERYTHING))
                .stream()
                .map(outcome -> stored(outcome))
                .toList();
    }

    private static long stored(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Stored.class);
        return outcome.document().orElseThrow().id();
    }

    /** Retenciones of people who have addresses, numbered from one on. */
    List<Long> sendable(int first, int count) {
        List<Long> ids = new ArrayList<>();
        for (int number = first; number < first + count; number++) {
            beneficiary(number, Optional.of(address(number)));
            ids.addAll(take(List.of(retencion(number))));
        }
        return ids;
    }

    /** Chooses the year's retenciones that were not sent, and waits until they were looked at. */
    Page prepare() {
        Page made = browser.submit(
                browser.get(at("/envios-masivos/nuevo")).form("#elegir").type("tipo", "RETENCION"));
        return await(path(made), page -> page.text("#estado-envio").equals("Listo para iniciar"));
    }

    static String path(Page page) {
        return page.uri().getPath();
    }

    /** Sends the XML alone: printing a thousand PDF is measured elsewhere. */
    Page start(Page prepared) {
        return browser.submit(prepared.form("#iniciar").type("pdf", "").press("#empezar"));
    }

    /** Has the work on bulk deliveries done by the test alone from now on. */
    void stopWorker() {
        bean(BulkWorker.class).close();
        working = false;
    }

    /** Waits for a page, and lets the work go on at every look instead of every other second. */
    Page await(String path, Predicate<Page> condition) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            if (working) {
                                bean(BulkWorker.class).wake();
                            }
                            return loaded(path);
                        },
                        condition);
    }

    /** What cannot be loaded will not become what is waited for. */
    private Page loaded(String path) {
        Page page = browser.get(at(path));
        assertThat(page.status()).as(path).isEqualTo(200);
        return page;
    }

    List<String> recipients() {
        return simulator.inbox().messages().stream()
                .map(message -> message.envelope().recipients().getFirst())
                .toList();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    URI at(String path) {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    @Override
    public void close() {
        context.close();
        simulator.close();
    }
}
