package org.valija.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.valija.server.InSpanish;
import org.valija.server.ServerApplication;
import org.valija.server.SimulatedSettings;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.documents.DocumentDesk;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.sql.Database;

/** Nobody gives more than they have, and companies that one is not authorised for are not there. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class UsersAndCompaniesTest {

    private static final String KEY = "una frase larga para entrar";
    private static final Permission CHANGE_USERS = new Permission(Function.USERS, Operation.CHANGE);

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser supervisor = new FormBrowser();
    private final FormBrowser lucia = new FormBrowser();
    private ConfigurableApplicationContext context;
    private long bajio;
    private long norte;

    @BeforeEach
    void start() {
        context = new SpringApplicationBuilder(ServerApplication.class)
                .run(SimulatedSettings.of(simulator, folder).entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        enter(
                supervisor,
                "SUPERVISOR",
                context.getBean(FirstStart.class).supervisorKey().orElseThrow());
        bajio = company("Comercial del Bajío", "CBA010203AB1");
        norte = company("Transportes del Norte", "TNO950101XY2");
    }

    @AfterEach
    void stop() {
        SecurityContextHolder.clearContext();
        context.close();
        simulator.close();
    }

    @Test
    void whatAProfilePermitsActsAtTheNextPageWithoutEnteringAgain() {
        profile("CAPTURA", false, Permissions.EVERYTHING.all());
        user("LUCIA", "CAPTURA", true);
        enter(lucia, "LUCIA", KEY);
        assertThat(lucia.get(at("/empresas/" + bajio)).has("#empresa button.primary"))
                .isTrue();

        profile("CAPTURA", false, without(new Permission(Function.COMPANIES, Operation.CHANGE)));
        Page company = lucia.get(at("/empresas/" + bajio));
        assertThat(company.has("#empresa button.primary")).isFalse();
        assertThat(company.text("#empresa")).contains("administra");

        profile("CAPTURA", false, without(new Permission(Function.COMPANIES, Operation.VIEW)));
        assertThat(lucia.get(at("/empresas/" + bajio)).status()).isEqualTo(403);
        assertThat(lucia.get(at("/usuarios/LUCIA")).has("nav a[href=/empresas]"))
                .isFalse();
    }

    @Test
    void whoMaySeeNothingLandsAtTheirOwnRecord() {
        profile("NADA", false, Set.of());
        user("LUCIA", "NADA", true);

        Page landed = enter(lucia, "LUCIA", KEY);

        assertThat(landed.uri().getPath()).isEqualTo("/usuarios/LUCIA");
        assertThat(landed.text("#solo-ver")).startsWith("Solo puedes verlo");
        assertThat(landed.document().select("nav a.item").eachText()).containsExactly("Usuarios", "Sesiones");
    }

    @Test
    void nobodyGivesAProfileWithMoreThanTheyHave() {
        Set<Permission> some = Set.of(
                CHANGE_USERS,
                new Permission(Function.USERS, Operation.VIEW),
                new Permission(Function.USERS, Operation.CREATE),
                new Permission(Function.PROFILES, Operation.VIEW),
                new Permission(Function.PROFILES, Operation.CREATE),
                new Permission(Function.PROFILES, Operation.CHANGE),
                new Permission(Function.PROFILES, Operation.DELETE));
        profile("RECURSOS", true, some);
        profile("POCO", false, Set.of(CHANGE_USERS));
        user("LUCIA", "RECURSOS", true);
        user("ANA", "POCO", true);
        as("LUCIA");
        Users users = context.getBean(Users.class);
        Profiles profiles = context.getBean(Profiles.class);
        User supervisor = find("SUPERVISOR");
        User ana = find("ANA");
        User own = find("LUCIA");

        assertThat(profiles.giveable()).extracting(Profile::code).containsExactly("POCO", "RECURSOS");
        users.change(ana, new UserData("Ana", "", "RECURSOS", Optional.empty(), true));
        assertThat(find("ANA").profile()).isEqualTo("RECURSOS");
        refused(() -> users.change(ana, new UserData("", "", Profile.SENDER, Optional.empty(), true)));
        refused(() -> users.change(ana, new UserData("", "", Profile.ADMINISTRATION, Optional.empty(), true)));
        refused(() -> users.register("OTRA", new UserData("", "", Profile.ADMINISTRATION, Optional.empty(), true)));
        refused(() -> users.change(
                supervisor, new UserData("", "mala@otra.example", Profile.ADMINISTRATION, Optional.empty(), true)));
        users.change(own, new UserData("Lucía", "", Profile.ADMINISTRATION, Optional.empty(), false));
        assertThat(find("LUCIA"))
                .returns("Lucía", User::name)
                .returns("RECURSOS", User::profile)
                .returns(true, User::active);

        refused(() -> profiles.add(new Profile("MAS", "Más", false, false, false, Permissions.EVERYTHING)));
        refused(() -> profiles.change(new Profile("RECURSOS", "R", true, false, false, Permissions.EVERYTHING)));
        refused(() -> profiles.change(new Profile(Profile.SENDER, "S", false, false, false, Permissions.NONE)));
        refused(() -> profiles.change(new Profile(Profile.ADMINISTRATION, "S", true, false, false, Permissions.NONE)));
        refused(() -> profiles.requireSecondFactor(Profile.ADMINISTRATION, true));
        refused(() -> profiles.delete(Profile.SENDER));
        assertThat(profiles.add(new Profile("MENOS", "Menos", false, false, false, Permissions.of(some))))
                .isTrue();
    }

    @Test
    void theOneThatMayEverythingDemandsASecondFactorAndStaysOtherwise() {
        ProfileTable profiles = context.getBean(ProfileTable.class);
        Profile before = profiles.find(Profile.ADMINISTRATION).orElseThrow();
        profile("CAPTURA", true, without(new Permission(Function.AUDIT, Operation.VIEW)));
        user("LUCIA", "CAPTURA", true);
        enter(lucia, "LUCIA", KEY);
        assertThat(lucia.get(at("/perfiles/ADMINISTRATION")).has("#guardar")).isFalse();

        Page page = supervisor.get(at("/perfiles/ADMINISTRATION"));
        assertThat(page.document().select("#perfil input[type=checkbox]:not([disabled])"))
                .extracting(box -> box.attr("id"))
                .containsExactly("secondFactorRequired");
        supervisor.submit(page.form("#perfil")
                .type("name", "Otra")
                .tick("secondFactorRequired")
                .press("#guardar"));

        assertThat(profiles.find(Profile.ADMINISTRATION)).hasValue(before.requiring(true));
        assertThat(supervisor.get(at("/perfiles")).uri().getPath()).isEqualTo("/segundo-factor");
    }

    @Test
    void anAuthorisationIsPreparedOnlyForWhoOneManages() {
        supervisor.submit(supervisor
                .get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", "client.apps.example")
                .type("secret", "of the client"));
        profile("CAPTURA", false, Permissions.EVERYTHING.all());
        user("LUCIA", "CAPTURA", true);
        user("JEFA", "CAPTURA", true);
        enter(lucia, "LUCIA", KEY);

        Page another = lucia.get(at("/autorizaciones/nueva?usuario=JEFA"));
        assertThat(another.status()).isEqualTo(200);
        assertThat(another.document().outerHtml()).doesNotContain("JEFA", "jefa@bajio.example");
        assertThat(lucia.get(at("/autorizaciones/nueva?usuario=lucia"))
                        .document()
                        .outerHtml())
                .contains("lucia@bajio.example");
        assertThat(supervisor
                        .get(at("/autorizaciones/nueva?usuario=JEFA"))
                        .document()
                        .outerHtml())
                .contains("jefa@bajio.example");
    }

    @Test
    void theSampleOfATextIsOfADocumentThatOneMaySee() {
        document(bajio, "98765");
        profile("PLANTILLAS", false, without(new Permission(Function.BANK_DOCUMENTS, Operation.VIEW)));
        user("LUCIA", "PLANTILLAS", true);
        enter(lucia, "LUCIA", KEY);
        URI templates = at("/plantillas?tipo=CHEQUE&empresa=" + bajio);

        Page hidden = lucia.get(templates);
        assertThat(hidden.status()).isEqualTo(200);
        assertThat(hidden.has("#muestra-asunto")).isFalse();
        assertThat(hidden.text("main")).contains("Tu perfil no permite ver").doesNotContain("98765", "Ana Cliente");

        profile("PLANTILLAS", false, Permissions.EVERYTHING.all());
        assertThat(lucia.get(templates).text("main")).contains("98765");
    }

    /** The links to a key go to the recovery address: it is not moved by who could take the key over so. */
    @Test
    void theAddressOfWhoMayMoreIsNotMoved() {
        profile("RECURSOS", true, Set.of(CHANGE_USERS, new Permission(Function.USERS, Operation.VIEW)));
        user("LUCIA", "RECURSOS", true);
        user("JEFA", Profile.ADMINISTRATION, true);
        user("VENTAS", "RECURSOS", true);
        as("LUCIA");
        Users users = context.getBean(Users.class);

        refused(() -> users.change(
                find("JEFA"), new UserData("", "lucia@bajio.example", Profile.ADMINISTRATION, Optional.empty(), true)));
        users.change(find("VENTAS"), new UserData("", "v@bajio.example", "RECURSOS", Optional.empty(), true));

        assertThat(find("JEFA").recoveryEmail()).isEqualTo("jefa@bajio.example");
        assertThat(find("VENTAS").recoveryEmail()).isEqualTo("v@bajio.example");
    }

    @Test
    void companiesAreAuthorisedByWhoSeesThem() {
        user("LUCIA", Profile.SENDER, true);
        Page page = supervisor.get(at("/usuarios/LUCIA"));
        assertThat(page.has("#todas[checked]")).isTrue();

        Page saved =
                supervisor.submit(page.form("#autorizar").type("todas", "").type("empresa", String.valueOf(norte)));

        assertThat(saved.text(".good")).contains("empresas autorizadas de LUCIA");
        as("LUCIA");
        assertThat(context.getBean(Companies.class).visible())
                .extracting(Company::id)
                .containsExactly(norte);
        Users users = context.getBean(Users.class);
        refused(() -> users.authorise(find("LUCIA"), CompanyScope.EVERY));
        profile("RECURSOS", true, Permissions.EVERYTHING.all());
        user("JEFA", "RECURSOS", false);
        as("JEFA");
        refused(() -> users.authorise(find("LUCIA"), CompanyScope.of(Set.of(bajio))));
        refused(() -> context.getBean(Companies.class)
                .add(new Company(0, "NUE010101AA1", "Nueva", "601", "06000", Optional.empty(), "#000000", true)));
    }

    @Test
    void whatIsOfAnotherCompanyIsNotThere() {
        long theirs = document(bajio, "101");
        long mine = document(norte, "202");
        user("LUCIA", Profile.SENDER, true);
        as("SUPERVISOR");
        context.getBean(Users.class).authorise(find("LUCIA"), CompanyScope.of(Set.of(norte)));
        enter(lucia, "LUCIA", KEY);

        assertThat(lucia.get(at("/documentos/" + mine)).status()).isEqualTo(200);
        for (String path : List.of("", "/pdf", "/enviar", "/editar")) {
            assertThat(lucia.get(at("/documentos/" + theirs + path)).status())
                    .as(path)
                    .isEqualTo(404);
        }
        Page list = lucia.get(at("/bancos/documentos?empresa=" + bajio));
        assertThat(list.text("main")).contains("202").doesNotContain("101");
        assertThat(lucia.get(at("/empresas/" + bajio)).status()).isEqualTo(404);
        assertThat(lucia.get(at("/beneficiarios?empresa=" + bajio)).text("main"))
                .doesNotContain("Bajío");
        assertThat(lucia.get(at("/registro-entregas?empresa=" + bajio)).status())
                .isEqualTo(200);
        as("LUCIA");
        DocumentDesk desk = context.getBean(DocumentDesk.class);
        assertThat(desk.find(theirs)).isEmpty();
        assertThat(desk.find(mine)).isPresent();
        refused(() -> desk.must(Operation.VIEW, List.of(mine, theirs)));
    }

    @Test
    void theLanguageOfAUserIsTheConsolesAndChosenAtTheFoot() {
        user("LUCIA", Profile.SENDER, true);
        Page entered = enter(lucia, "LUCIA", KEY);
        assertThat(entered.text("footer")).contains("English");

        Page changed = lucia.submit(entered.form("footer form").press("button[value=en]"));

        assertThat(changed.uri().getPath()).isEqualTo(entered.uri().getPath());
        assertThat(changed.text("h1")).isEqualTo("Accounts");
        FormBrowser elsewhere = new FormBrowser();
        assertThat(enter(elsewhere, "LUCIA", KEY).text("h1")).isEqualTo("Accounts");
        assertThat(find("LUCIA").language()).hasValue(Language.ENGLISH);
    }

    private void refused(ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOf(AccessDeniedException.class);
    }

    private static Set<Permission> without(Permission permission) {
        Set<Permission> rest = new HashSet<>(Permissions.EVERYTHING.all());
        rest.remove(permission);
        return rest;
    }

    private void profile(String code, boolean administers, Set<Permission> permissions) {
        ProfileTable profiles = context.getBean(ProfileTable.class);
        Profile profile = new Profile(code, code, administers, false, false, Permissions.of(permissions));
        context.getBean(Database.class)
                .inTransaction(
                        connection -> profiles.update(connection, profile) || profiles.insert(connection, profile));
    }

    private void user(String code, String profile, boolean allCompanies) {
        User user = new User(
                code,
                "",
                code.toLowerCase(Locale.ROOT) + "@bajio.example",
                profile,
                allCompanies,
                Optional.empty(),
                true,
                false,
                false,
                Optional.empty());
        context.getBean(UserTable.class)
                .insert(user, context.getBean(Keys.class).hash(KEY), Instant.now());
    }

    private User find(String code) {
        return context.getBean(UserTable.class).find(code).orElseThrow();
    }

    private static void as(String code) {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(code, ""));
    }

    private long company(String name, String rfc) {
        Page saved = supervisor.submit(supervisor
                .get(at("/empresas/nueva"))
                .form("#empresa")
                .type("name", name)
                .type("rfc", rfc)
                .type("postalCode", "06000")
                .type("regime", "601"));
        return last(saved);
    }

    private long document(long company, String number) {
        return last(supervisor.submit(supervisor
                .get(at("/documentos/nuevo?tipo=CHEQUE&empresa=" + company))
                .form("#documento")
                .type("number", number)
                .type("date", "2026-01-15")
                .type("beneficiaryName", "Ana Cliente")
                .type("concept", "Prueba")
                .type("amount", "10.00")));
    }

    private static long last(Page page) {
        String path = page.uri().getPath();
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    }

    private Page enter(FormBrowser who, String code, String key) {
        return who.submit(
                who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", key));
    }

    private URI at(String path) {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }
}
