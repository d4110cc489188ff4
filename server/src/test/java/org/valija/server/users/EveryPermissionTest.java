package org.valija.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.valija.server.InSpanish;
import org.valija.server.ServerApplication;
import org.valija.server.SimulatedSettings;
import org.valija.server.api.ApiTokens;
import org.valija.server.api.Scope;
import org.valija.server.demo.FilledForm;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.retenciones.SampleRetenciones;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.Database;

/**
 * Every address of the console and of the interface for programs, asked for by somebody who may everything but what it needs: it
 * is refused, by page, by form post and by program. A new address that is not in the list fails the test.
 */
@ExtendWith(InSpanish.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class EveryPermissionTest {

    private static final String MAILBOX = "juan.perez@bajio.example";
    private static final String KEY = "una frase larga de lucia";
    private static final String ID = "{id:[0-9]{1,18}}";
    private static final String DRAFT = "/envios/{id:[0-9a-f]{32}}";
    private static final String IMPORT = "/beneficiarios/importar/{id:[A-Za-z0-9_-]{43}}";
    private static final String FORTY_THREE = "A".repeat(43);

    /** What needs no permission, and why. */
    private static final Map<String, String> OPEN = Map.ofEntries(
            Map.entry("GET /", "leads to what one may see"),
            Map.entry("/error", "the page of errors"),
            Map.entry("GET /entrar", "where one enters"),
            Map.entry("GET /recuperar", "for who cannot enter"),
            Map.entry("POST /recuperar", "for who cannot enter"),
            Map.entry("GET /recuperar/{token}", "for who has the link"),
            Map.entry("POST /recuperar/{token}", "for who has the link"),
            Map.entry("GET /clave", "one's own key"),
            Map.entry("POST /clave", "one's own key"),
            Map.entry("POST /idioma", "one's own language"),
            Map.entry("GET /usuarios", "leads to one's own record"),
            Map.entry("GET /entrar/codigo", "the second step of entering"),
            Map.entry("POST /entrar/codigo", "the second step of entering"),
            Map.entry("GET /segundo-factor", "one's own second factor"),
            Map.entry("GET /segundo-factor/activar", "one's own second factor"),
            Map.entry("POST /segundo-factor/activar", "one's own second factor"),
            Map.entry("GET /segundo-factor/codigos", "one's own second factor"),
            Map.entry("POST /segundo-factor/codigos", "one's own second factor"),
            Map.entry("POST /segundo-factor/quitar", "one's own second factor"),
            Map.entry("GET /sesiones", "one's own sessions, and others' for who may see them"),
            Map.entry("POST /sesiones/terminar-otras", "one's own sessions"),
            Map.entry("POST /usuarios/{code}/opcion", "one's own tick"),
            Map.entry("GET /oauth/retorno", "only what this session began is completed"),
            Map.entry("GET /correo/terminar", "only what this session began is completed"),
            Map.entry("POST /correo/terminar", "only what this session began is completed"),
            Map.entry("GET /autorizar/{value:[A-Za-z0-9_-]{43}}", "for who has the address"),
            Map.entry("POST /autorizar/{value:[A-Za-z0-9_-]{43}}", "for who has the address"),
            Map.entry("GET /autorizar/fin/{id:[A-Za-z0-9_-]{43}}", "for who has the address"),
            Map.entry("GET /empresas/{id:[0-9]+}/logo", "a picture, of authorised companies"),
            Map.entry("GET /documentos/beneficiarios", "empty for who may not see the catalogue"),
            Map.entry("GET /health/live", "for whoever watches over the process"),
            Map.entry("GET /health/ready", "for whoever hands requests on"),
            Map.entry("GET /health", "for programs of this machine, or a token's scope"),
            Map.entry("GET /metrics", "for programs of this machine, or a token's scope"),
            Map.entry("GET /api/v1/openapi.yaml", "public"));

    /**
     * What an address needs.
     *
     * @param handler as it is mapped
     * @param permission that it needs
     * @param address to ask for, with what a form posts behind the question mark
     */
    record Line(String handler, Permission permission, String address) {

        boolean isPost() {
            return handler.startsWith("POST");
        }

        boolean isApi() {
            return address.startsWith("/api/");
        }

        @Override
        public String toString() {
            return permission.function() + "." + permission.operation() + " " + handler.split(" ")[0] + " " + address;
        }
    }

    private static Line line(String permission, String handler, String address) {
        String[] parts = permission.split("\\.");
        return new Line(handler, new Permission(Function.valueOf(parts[0]), Operation.valueOf(parts[1])), address);
    }

    /** Where the address is the handler's own. */
    private static Line line(String permission, String handler) {
        return line(permission, handler, handler.split(" ")[1]);
    }

    static Stream<Line> lines() {
        return Stream.of(
                        accounts(),
                        sending(),
                        outbox(),
                        bulk(),
                        documents(),
                        record(),
                        catalogues(),
                        users(),
                        system(),
                        api())
                .flatMap(List::stream);
    }

    private static List<Line> accounts() {
        String request = "/autorizaciones/{id:[A-Za-z0-9_-]{43}}";
        return List.of(
                line("CONSENT.VIEW", "GET /autorizaciones"),
                line("CONSENT.CREATE", "GET /autorizaciones/nueva"),
                line("CONSENT.CREATE", "POST /autorizaciones", "/autorizaciones?user=LUIS&email=a@b.example"),
                line("CONSENT.RUN", "POST " + request + "/otra-vez", "/autorizaciones/" + FORTY_THREE + "/otra-vez"),
                line("CONSENT.DELETE", "POST " + request + "/retirar", "/autorizaciones/" + FORTY_THREE + "/retirar"),
                line("ACCOUNTS.VIEW", "GET /cuentas"),
                line("ACCOUNTS.RUN", "POST /cuentas/{id}/probar", "/cuentas/1/probar"),
                line("ACCOUNTS.CHANGE", "POST /cuentas/{id}/via", "/cuentas/1/via?transport=SMTP"),
                line("ACCOUNTS.CHANGE", "GET /cuentas/" + ID + "/compartir", "/cuentas/1/compartir"),
                line("ACCOUNTS.CHANGE", "POST /cuentas/" + ID + "/compartir", "/cuentas/1/compartir?perfil=SENDER"),
                line("ACCOUNTS.RUN", "POST /usuarios/{code}/autenticar", "/usuarios/LUCIA/autenticar"),
                line("ACCOUNTS.RUN", "GET /correo/ayudante"),
                line("ACCOUNTS.RUN", "POST /correo/ayudante", "/correo/ayudante?retorno=http://127.0.0.1:9/"),
                line(
                        "ACCOUNTS.RUN",
                        "POST /bandeja/cuentas/{id}/autenticar",
                        "/bandeja/cuentas/1/autenticar?volver=/bandeja"),
                line("ACCOUNTS.RUN", "POST /envios/nuevo", "/envios/nuevo?action=autenticar&from=a@b.example"),
                line("ACCOUNTS.DELETE", "POST /cuentas/{id}/desconectar", "/cuentas/1/desconectar"));
    }

    private static List<Line> sending() {
        return List.of(
                line("SENDING.VIEW", "GET /envios/nuevo"),
                line("SENDING.VIEW", "POST /envios/nuevo", "/envios/nuevo?action=guardar&subject=x"),
                line("SENDING.RUN", "POST /envios/nuevo", "/envios/nuevo?action=enviar&to=a@b.example&subject=x"),
                line("SENDING.VIEW", "GET " + DRAFT, "/envios/{draft}"),
                line("SENDING.VIEW", "POST " + DRAFT, "/envios/{draft}?action=guardar"),
                line("SENDING.RUN", "POST " + DRAFT, "/envios/{draft}?action=enviar"),
                line("SENDING.VIEW", "GET " + DRAFT + "/avance", "/envios/{draft}/avance"),
                line("SENDING.RUN", "POST " + DRAFT + "/retirar", "/envios/{draft}/retirar"),
                line("SENDING.VIEW", "GET " + DRAFT + "/vista-previa", "/envios/{draft}/vista-previa"),
                line(
                        "SENDING.RUN",
                        "POST " + DRAFT + "/vista-previa",
                        "/envios/{draft}/vista-previa?fingerprint=x&version=1&action=enviar"),
                line(
                        "SENDING.VIEW",
                        "GET " + DRAFT + "/vista-previa/{index:[0-9]{1,3}}",
                        "/envios/{draft}/vista-previa/0"),
                line(
                        "SENDING.VIEW",
                        "GET " + DRAFT + "/vista-previa/correo.eml",
                        "/envios/{draft}/vista-previa/correo.eml"),
                line("RETENCIONES.RUN", "GET /documentos/" + ID + "/enviar", "/documentos/{retencion}/enviar"),
                line("BANK_DOCUMENTS.RUN", "GET /documentos/" + ID + "/enviar", "/documentos/{cheque}/enviar"),
                line("REPORTS.RUN", "GET /documentos/" + ID + "/enviar", "/documentos/{poliza}/enviar"),
                line(
                        "BANK_DOCUMENTS.VIEW",
                        "POST /envios/nuevo",
                        "/envios/nuevo?action=guardar&document={cheque}&subject=x"),
                line(
                        "BANK_DOCUMENTS.RUN",
                        "POST /envios/nuevo",
                        "/envios/nuevo?action=enviar&document={cheque}&to=a@b.example&subject=x"));
    }

    private static List<Line> outbox() {
        return List.of(
                line("OUTBOX.VIEW", "GET /bandeja"),
                line("OUTBOX.VIEW", "GET /bandeja/cabeza"),
                line("OUTBOX.RUN", "POST /bandeja/acciones", "/bandeja/acciones?id={mail}&accion=RETRY"),
                line("OUTBOX.DELETE", "POST /bandeja/acciones", "/bandeja/acciones?id={mail}&accion=CANCEL"),
                line("OUTBOX.VIEW", "GET /bandeja/" + ID, "/bandeja/{mail}"),
                line("OUTBOX.VIEW", "GET /bandeja/" + ID + "/avance", "/bandeja/{mail}/avance?v=x"),
                line("OUTBOX.VIEW", "GET /bandeja/" + ID + "/correo.eml", "/bandeja/{mail}/correo.eml"),
                line(
                        "OUTBOX.RUN",
                        "POST /bandeja/" + ID + "/acciones",
                        "/bandeja/{mail}/acciones?accion=HOLD&volver=/bandeja"),
                line(
                        "OUTBOX.DELETE",
                        "POST /bandeja/" + ID + "/acciones",
                        "/bandeja/{mail}/acciones?accion=CANCEL&volver=/bandeja"),
                line("OUTBOX.RUN", "POST /bandeja/cuentas/{id}/pausar", "/bandeja/cuentas/1/pausar?volver=/bandeja"),
                line(
                        "OUTBOX.RUN",
                        "POST /bandeja/cuentas/{id}/reanudar",
                        "/bandeja/cuentas/1/reanudar?volver=/bandeja"));
    }

    private static List<Line> bulk() {
        String one = "/envios-masivos/" + ID;
        return List.of(
                line("BULK.VIEW", "GET /envios-masivos"),
                line("BULK.CREATE", "GET /envios-masivos/nuevo"),
                line("BULK.CREATE", "GET /envios-masivos/cuantos"),
                line("BULK.CREATE", "POST /envios-masivos", "/envios-masivos?tipo=RETENCION"),
                line("RETENCIONES.RUN", "POST /envios-masivos", "/envios-masivos?tipo=RETENCION"),
                line("BULK.CREATE", "POST /envios-masivos/nuevo", "/envios-masivos/nuevo?id={retencion}"),
                line("BANK_DOCUMENTS.RUN", "POST /envios-masivos/nuevo", "/envios-masivos/nuevo?id={cheque}"),
                line("BULK.VIEW", "GET " + one, "/envios-masivos/{bulk}"),
                line("BULK.VIEW", "GET " + one + "/avance", "/envios-masivos/{bulk}/avance"),
                line("BULK.VIEW", "GET " + one + "/vista/{seq:[0-9]{1,9}}", "/envios-masivos/{bulk}/vista/1"),
                line("BULK.VIEW", "GET " + one + "/reporte.xlsx", "/envios-masivos/{bulk}/reporte.xlsx"),
                line("BULK.VIEW", "GET " + one + "/reporte.pdf", "/envios-masivos/{bulk}/reporte.pdf"),
                line("RETENCIONES.VIEW", "GET " + one, "/envios-masivos/{bulk}"),
                line("RETENCIONES.VIEW", "GET " + one + "/vista/{seq:[0-9]{1,9}}", "/envios-masivos/{bulk}/vista/1"),
                line("RETENCIONES.VIEW", "GET " + one + "/reporte.xlsx", "/envios-masivos/{bulk}/reporte.xlsx"),
                line("RETENCIONES.VIEW", "GET " + one + "/reporte.pdf", "/envios-masivos/{bulk}/reporte.pdf"),
                line("BULK.RUN", "POST " + one + "/iniciar", "/envios-masivos/{bulk}/iniciar"),
                line("ACCOUNTS.RUN", "POST " + one + "/autenticar", "/envios-masivos/{bulk}/autenticar"),
                line("BULK.RUN", "POST " + one + "/pausar", "/envios-masivos/{bulk}/pausar"),
                line("BULK.RUN", "POST " + one + "/reanudar", "/envios-masivos/{bulk}/reanudar"),
                line("BULK.RUN", "POST " + one + "/detener", "/envios-masivos/{bulk}/detener"),
                line("BULK.RUN", "POST " + one + "/revisar", "/envios-masivos/{bulk}/revisar"),
                line("BULK.CREATE", "POST " + one + "/otra", "/envios-masivos/{bulk}/otra"),
                line("BULK.DELETE", "POST " + one + "/descartar", "/envios-masivos/{bulk}/descartar"));
    }

    private static List<Line> documents() {
        String one = "/documentos/" + ID;
        return List.of(
                line("BANK_DOCUMENTS.VIEW", "GET /bancos/documentos"),
                line("RETENCIONES.VIEW", "GET /bancos/retenciones"),
                line("REPORTS.VIEW", "GET /contabilidad/documentos"),
                line("BANK_DOCUMENTS.VIEW", "GET " + one, "/documentos/{cheque}"),
                line("RETENCIONES.VIEW", "GET " + one, "/documentos/{retencion}"),
                line("REPORTS.VIEW", "GET " + one, "/documentos/{poliza}"),
                line("BANK_DOCUMENTS.VIEW", "GET " + one + "/pdf", "/documentos/{cheque}/pdf"),
                line(
                        "RETENCIONES.VIEW",
                        "GET " + one + "/archivos/{file:[0-9]{1,18}}",
                        "/documentos/{retencion}/archivos/1"),
                line("BANK_DOCUMENTS.CREATE", "GET /documentos/nuevo", "/documentos/nuevo?tipo=EGRESO"),
                line("REPORTS.CREATE", "GET /documentos/nuevo", "/documentos/nuevo?tipo=POLIZA"),
                line(
                        "BANK_DOCUMENTS.CREATE",
                        "POST /documentos/nuevo",
                        "/documentos/nuevo?kind=CHEQUE&company={company}"),
                line("REPORTS.CREATE", "POST /documentos/nuevo", "/documentos/nuevo?kind=POLIZA&company={company}"),
                line("BANK_DOCUMENTS.CHANGE", "GET " + one + "/editar", "/documentos/{cheque}/editar"),
                line(
                        "BANK_DOCUMENTS.CHANGE",
                        "POST " + one + "/editar",
                        "/documentos/{cheque}/editar?kind=CHEQUE&company={company}&concept=Otro"),
                line(
                        "REPORTS.CHANGE",
                        "POST " + one + "/editar",
                        "/documentos/{poliza}/editar?kind=POLIZA&company={company}&concept=Otro"),
                line("RETENCIONES.CREATE", "GET /documentos/subir", "/documentos/subir?tipo=RETENCION"),
                line("REPORTS.CREATE", "GET /documentos/subir", "/documentos/subir?tipo=REPORTE"),
                line("RETENCIONES.CREATE", "POST /documentos/subir", "/documentos/subir?tipo=RETENCION"),
                line("REPORTS.CREATE", "POST /documentos/subir", "/documentos/subir?tipo=REPORTE"),
                line("BANK_DOCUMENTS.CREATE", "POST /documentos/subir", "/documentos/subir?tipo=CHEQUE"),
                line("RETENCIONES.DELETE", "POST " + one + "/quitar-pdf", "/documentos/{retencion}/quitar-pdf"),
                line("RETENCIONES.DELETE", "POST " + one + "/borrar", "/documentos/{retencion}/borrar"),
                line("BANK_DOCUMENTS.DELETE", "POST " + one + "/borrar", "/documentos/{cheque}/borrar"),
                line("REPORTS.DELETE", "POST " + one + "/borrar", "/documentos/{poliza}/borrar"));
    }

    private static List<Line> record() {
        return List.of(
                line("DELIVERY_RECORD.VIEW", "GET /registro-entregas"),
                line("DELIVERY_RECORD.RUN", "GET /registro-entregas/registro.xlsx"),
                line("DELIVERY_RECORD.RUN", "GET /registro-entregas/registro.csv"),
                line("DELIVERY_RECORD.RUN", "GET /registro-entregas/registro.pdf"));
    }

    private static List<Line> catalogues() {
        String template = "?empresa={company}&tipo=RETENCION";
        return List.of(
                line("BENEFICIARIES.VIEW", "GET /beneficiarios"),
                line("BENEFICIARIES.CREATE", "GET /beneficiarios/nuevo", "/beneficiarios/nuevo?empresa={company}"),
                line("BENEFICIARIES.VIEW", "GET /beneficiarios/{id:[0-9]+}", "/beneficiarios/{beneficiary}"),
                line("BENEFICIARIES.CREATE", "POST /beneficiarios/nuevo", "/beneficiarios/nuevo?empresa={company}"),
                line(
                        "BENEFICIARIES.CHANGE",
                        "POST /beneficiarios/{id:[0-9]+}",
                        "/beneficiarios/{beneficiary}?name=Otro"),
                line(
                        "BENEFICIARIES.DELETE",
                        "POST /beneficiarios/{id:[0-9]+}/borrar",
                        "/beneficiarios/{beneficiary}/borrar"),
                line("BENEFICIARIES.RUN", "GET /beneficiarios/importar", "/beneficiarios/importar?empresa={company}"),
                line("BENEFICIARIES.RUN", "POST /beneficiarios/importar", "/beneficiarios/importar?empresa={company}"),
                line("BENEFICIARIES.RUN", "GET " + IMPORT, "/beneficiarios/importar/" + FORTY_THREE),
                line(
                        "BENEFICIARIES.RUN",
                        "POST " + IMPORT + "/aplicar",
                        "/beneficiarios/importar/" + FORTY_THREE + "/aplicar?empresa={company}&mark=x"),
                line(
                        "BENEFICIARIES.RUN",
                        "GET " + IMPORT + "/rechazados.xlsx",
                        "/beneficiarios/importar/" + FORTY_THREE + "/rechazados.xlsx"),
                line("BENEFICIARIES.RUN", "GET /beneficiarios/importar/ejemplo.xlsx"),
                line("BENEFICIARIES.RUN", "GET /beneficiarios/importar/ejemplo.csv"),
                line("COMPANIES.VIEW", "GET /empresas"),
                line("COMPANIES.CREATE", "GET /empresas/nueva"),
                line("COMPANIES.VIEW", "GET /empresas/{id:[0-9]+}", "/empresas/{company}"),
                line("COMPANIES.CREATE", "POST /empresas/nueva", "/empresas/nueva?name=Otra"),
                line("COMPANIES.CHANGE", "POST /empresas/{id:[0-9]+}", "/empresas/{company}?name=Otra"),
                line("TEMPLATES.VIEW", "GET /plantillas"),
                line(
                        "TEMPLATES.CHANGE",
                        "POST /plantillas",
                        "/plantillas" + template + "&subject=a&body=b&signature=c&seen="),
                line("TEMPLATES.DELETE", "POST /plantillas/original", "/plantillas/original" + template));
    }

    private static List<Line> users() {
        return List.of(
                line("USERS.VIEW", "GET /usuarios/{code}", "/usuarios/SUPERVISOR"),
                line("USERS.CREATE", "GET /usuarios/nuevo"),
                line("USERS.CREATE", "POST /usuarios/nuevo", "/usuarios/nuevo?code=OTRA&profile=SENDER"),
                line("USERS.CHANGE", "POST /usuarios/{code}", "/usuarios/LUCIA?name=Otra"),
                line("USERS.CHANGE", "POST /usuarios/{code}/empresas", "/usuarios/LUIS/empresas?empresa={company}"),
                line(
                        "USERS.CHANGE",
                        "POST /usuarios/{code}/segundo-factor/quitar",
                        "/usuarios/LUIS/segundo-factor/quitar"),
                line("SESSIONS.DELETE", "POST /sesiones/terminar", "/sesiones/terminar?usuario=LUIS&sesion=x"),
                line("PROFILES.VIEW", "GET /perfiles"),
                line("PROFILES.VIEW", "GET /perfiles/{code}", "/perfiles/SENDER"),
                line("PROFILES.CREATE", "GET /perfiles/nuevo"),
                line("PROFILES.CREATE", "POST /perfiles/nuevo", "/perfiles/nuevo?code=OTRO&name=Otro"),
                line("PROFILES.CHANGE", "POST /perfiles/{code}", "/perfiles/SENDER?name=Otro"),
                line("PROFILES.DELETE", "POST /perfiles/{code}/borrar", "/perfiles/SENDER/borrar"));
    }

    private static List<Line> system() {
        return List.of(
                line("OPERATIONS.VIEW", "GET /sistema/certificado"),
                line("ALERTS.VIEW", "GET /sistema/avisos"),
                line("ALERTS.CHANGE", "POST /sistema/avisos/destinatarios"),
                line(
                        "ALERTS.CHANGE",
                        "POST /sistema/avisos/webhook",
                        "/sistema/avisos/webhook?direccion=https://a.example/"),
                line("ALERTS.CHANGE", "POST /sistema/avisos/webhook/quitar"),
                line("ALERTS.CHANGE", "POST /sistema/avisos/webhook/secreto"),
                line("ALERTS.RUN", "POST /sistema/avisos/webhook/probar"),
                line("OAUTH_CLIENT.VIEW", "GET /sistema/cliente-oauth"),
                line("OAUTH_CLIENT.VIEW", "GET /sistema/cliente-oauth/{providerId:[0-9]+}", "/sistema/cliente-oauth/1"),
                line(
                        "OAUTH_CLIENT.CHANGE",
                        "POST /sistema/cliente-oauth/{providerId:[0-9]+}",
                        "/sistema/cliente-oauth/1?clientId=otro"),
                line("SYSTEM_MAILBOX.VIEW", "GET /sistema/buzon"),
                line("SYSTEM_MAILBOX.CHANGE", "POST /sistema/buzon"),
                line("OPERATIONS.VIEW", "GET /sistema/estado"),
                line("AUDIT.VIEW", "GET /sistema/auditoria"),
                line("AUDIT.RUN", "GET /sistema/auditoria/auditoria.xlsx"),
                line("AUDIT.RUN", "GET /sistema/auditoria/auditoria.csv"),
                line("PROGRAMS.VIEW", "GET /sistema/programas"),
                line("PROGRAMS.CREATE", "POST /sistema/programas", "/sistema/programas?name=x&user=LUCIA&days=30"),
                line("PROGRAMS.DELETE", "POST /sistema/programas/{id:[0-9]+}/revocar", "/sistema/programas/1/revocar"));
    }

    private static List<Line> api() {
        return List.of(
                line("SENDING.RUN", "POST /api/v1/messages"),
                line("OUTBOX.VIEW", "GET /api/v1/messages"),
                line("OUTBOX.VIEW", "GET /api/v1/messages/{id:[0-9]+}", "/api/v1/messages/{mail}"),
                line("OUTBOX.DELETE", "POST /api/v1/messages/{id:[0-9]+}/cancel", "/api/v1/messages/{mail}/cancel"),
                line("OUTBOX.VIEW", "GET /api/v1/outbox"),
                line("ACCOUNTS.VIEW", "GET /api/v1/accounts"),
                line("ACCOUNTS.VIEW", "GET /api/v1/accounts/{id:[0-9]+}", "/api/v1/accounts/1"),
                line("ACCOUNTS.RUN", "POST /api/v1/authorizations"),
                line(
                        "ACCOUNTS.VIEW",
                        "GET /api/v1/authorizations/{id:[A-Za-z0-9_-]{43}}",
                        "/api/v1/authorizations/" + FORTY_THREE),
                line("BANK_DOCUMENTS.CREATE", "POST /api/v1/documents"),
                line("RETENCIONES.VIEW", "GET /api/v1/documents/{id:[0-9]+}", "/api/v1/documents/{retencion}"),
                line("REPORTS.VIEW", "GET /api/v1/documents", "/api/v1/documents?kind=POLIZA"));
    }

    /** What the addresses of programs are sent. */
    private static final Map<String, String> BODIES = Map.of(
            "/api/v1/messages", "{\"to\":[\"a@b.example\"],\"subject\":\"x\"}",
            "/api/v1/authorizations", "{\"email\":\"lucia.ramos@bajio.example\"}",
            "/api/v1/documents", "{\"kind\":\"CHEQUE\",\"number\":\"9\",\"date\":\"2026-01-15\",\"amount\":\"1.00\"}");

    /** Addresses that are sent a file, and its field. */
    private static final Map<String, String> FILES =
            Map.of("/beneficiarios/importar", "file", "/documentos/subir", "files");

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser supervisor = new FormBrowser();
    private final HttpClient lucia =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final Map<String, String> places = new HashMap<>();
    private ConfigurableApplicationContext context;
    private String token = "";
    private String csrf = "";
    private String before = "";

    @BeforeAll
    void office(@TempDir Path folder) throws IOException, InterruptedException {
        context = new SpringApplicationBuilder(ServerApplication.class)
                .run(SimulatedSettings.of(simulator, folder).entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        enter();
        connect();
        papers();
        user("LUCIA", "PRUEBA");
        user("LUIS", Profile.SENDER);
        permit(Permissions.EVERYTHING);
        enterAsLucia();
        token = token(Optional.of("LUCIA"));
        mail();
        before = state();
    }

    private void enter() {
        String key = context.getBean(FirstStart.class).supervisorKey().orElseThrow();
        press("/entrar", "#entrada", form -> form.type("usuario", "SUPERVISOR").type("clave", key));
    }

    private void connect() {
        press(
                "/sistema/cliente-oauth",
                "#cliente",
                form -> form.type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                        .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        press("/usuarios/SUPERVISOR", "#registro", form -> form.type("recoveryEmail", MAILBOX));
        press("/usuarios/SUPERVISOR", "#autenticar", form -> form.tick("oauth").press("#recordar"));
        Page consent = press("/usuarios/SUPERVISOR", "#autenticar", form -> form.press("#autenticar-boton"));
        supervisor.submit(consent.form("#consent").type("account", MAILBOX).press("button[value=allow]"));
    }

    private void papers() {
        Page company = press(
                "/empresas/nueva",
                "#empresa",
                form -> form.type("name", "Empresa de Prueba")
                        .type("rfc", SampleRetenciones.RFC_EMISOR)
                        .type("postalCode", "06000")
                        .type("regime", "601"));
        places.put("company", last(company));
        places.put("cheque", typed("CHEQUE", "101"));
        places.put("poliza", typed("POLIZA", "102"));
        Page uploaded = press(
                "/documentos/subir?tipo=RETENCION",
                "#subida",
                form -> form.attach(
                        "files",
                        "r.xml",
                        "text/xml",
                        SampleRetenciones.nacional(1).xml()));
        places.put(
                "retencion",
                uploaded.document().select("a[href^=/documentos/]").stream()
                        .map(link -> link.attr("href").substring("/documentos/".length()))
                        .filter(id -> id.matches("[0-9]+"))
                        .findFirst()
                        .orElseThrow());
        Page list = supervisor.get(at("/beneficiarios"));
        places.put(
                "beneficiary", last(list.document().select("#beneficiarios a").attr("href")));
        Page bulk = press("/envios-masivos/nuevo", "#elegir", form -> form.type("tipo", "RETENCION"));
        places.put("bulk", last(bulk));
        Awaitility.await()
                .until(
                        () -> supervisor
                                .get(at("/envios-masivos/" + last(bulk)))
                                .text("#estado-envio"),
                        "Listo para iniciar"::equals);
    }

    private String typed(String kind, String number) {
        Page saved = press(
                "/documentos/nuevo?tipo=" + kind,
                "#documento",
                form -> form.type("number", number)
                        .type("date", "2026-01-15")
                        .type("beneficiaryName", "Ana Cliente")
                        .type("beneficiaryRfc", "CLAA800101AB1")
                        .type("concept", "Prueba")
                        .type("amount", "10.00"));
        assertThat(saved.status()).as(saved.document().text()).isEqualTo(200);
        return last(saved);
    }

    private void user(String code, String profile) {
        User user = new User(
                code,
                "",
                code.toLowerCase(Locale.ROOT) + "@bajio.example",
                profile,
                true,
                Optional.empty(),
                true,
                false,
                false,
                Optional.empty());
        context.getBean(UserTable.class)
                .insert(user, context.getBean(Keys.class).hash(KEY), Instant.now());
    }

    private void enterAsLucia() throws IOException, InterruptedException {
        Document page =
                Jsoup.parse(body(HttpRequest.newBuilder(at("/entrar")).GET().build()));
        HttpRequest entry = HttpRequest.newBuilder(at("/entrar"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("usuario=LUCIA&clave=" + encoded(KEY) + "&_csrf="
                        + encoded(page.select("input[name=_csrf]").attr("value"))))
                .build();
        body(entry);
        Document own = Jsoup.parse(
                body(HttpRequest.newBuilder(at("/usuarios/LUCIA")).GET().build()));
        csrf = own.select("input[name=_csrf]").attr("value");
        HttpResponse<String> draft = send(new Line(
                "POST /envios/nuevo",
                new Permission(Function.SENDING, Operation.VIEW),
                "/envios/nuevo?action=guardar&subject=Borrador"));
        places.put("draft", last(draft.headers().firstValue("Location").orElseThrow()));
    }

    private String token(Optional<String> user) {
        return context.getBean(ApiTokens.class)
                .create(new ApiTokens.NewToken(
                        "Prueba", Set.of(Scope.values()), user, "SUPERVISOR", Duration.ofDays(1)))
                .value()
                .reveal();
    }

    private void mail() throws IOException, InterruptedException {
        String any = token(Optional.empty());
        HttpRequest request = HttpRequest.newBuilder(at("/api/v1/messages"))
                .header("Authorization", "Bearer " + any)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"SUPERVISOR\",\"to\":[\"a@b.example\"],\"subject\":\"x\"}"))
                .build();
        HttpResponse<String> accepted = lucia.send(request, BodyHandlers.ofString());
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        places.put("mail", last(accepted.headers().firstValue("Location").orElseThrow()));
    }

    @AfterAll
    void close() {
        context.close();
        simulator.close();
    }

    /** With everything but that it is refused, and nothing has changed. */
    @Order(1)
    @ParameterizedTest
    @MethodSource("lines")
    void whoMayNotIsRefusedWhateverElseTheyMay(Line line) throws IOException, InterruptedException {
        Set<Permission> rest = new HashSet<>(Permissions.EVERYTHING.all());
        assertThat(rest.remove(line.permission())).isTrue();
        permit(new Permissions(rest));

        HttpResponse<String> refused = send(line);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        if (line.isApi()) {
            assertThat(refused.body()).contains("\"not_permitted\"");
        } else {
            assertThat(Jsoup.parse(refused.body()).select("#sin-permiso").text())
                    .startsWith("Tu perfil no permite")
                    .contains("pídeselo a SUPERVISOR");
        }
        // What a refused reading changed shows at the next post.
        if (line.isPost()) {
            assertThat(state()).isEqualTo(before);
        }
    }

    @Order(2)
    @Test
    void whatWasRefusedHasChangedNothing() {
        assertThat(state()).isEqualTo(before);
    }

    /** What was refused is not refused to everybody. */
    @Order(3)
    @ParameterizedTest
    @MethodSource("lines")
    void whoMayIsNotRefused(Line line) throws IOException, InterruptedException {
        permit(Permissions.EVERYTHING);

        assertThat(send(line).body()).doesNotContain("sin-permiso", "not_permitted");
    }

    @Test
    void everyAddressIsInTheList() {
        Set<String> mapped = new TreeSet<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().forEach(pattern -> {
                    if (info.getMethodsCondition().getMethods().isEmpty()) {
                        mapped.add(pattern);
                    }
                    info.getMethodsCondition().getMethods().forEach(method -> mapped.add(method + " " + pattern));
                }));

        mapped.removeAll(OPEN.keySet());
        lines().map(Line::handler).forEach(mapped::remove);

        assertThat(mapped)
                .as("say in this test which permission each needs, or why none")
                .isEmpty();
    }

    private void permit(Permissions permissions) {
        ProfileTable profiles = context.getBean(ProfileTable.class);
        Profile profile = new Profile("PRUEBA", "Prueba", true, false, false, permissions);
        context.getBean(Database.class)
                .inTransaction(
                        connection -> profiles.update(connection, profile) || profiles.insert(connection, profile));
    }

    /** What the posts would change. */
    private String state() {
        String pages = Stream.of(
                        "/empresas/" + places.get("company"),
                        "/beneficiarios/" + places.get("beneficiary"),
                        "/documentos/" + places.get("cheque"),
                        "/documentos/" + places.get("poliza"),
                        "/documentos/" + places.get("retencion"),
                        "/bancos/documentos",
                        "/contabilidad/documentos",
                        "/envios-masivos",
                        "/perfiles/SENDER",
                        "/usuarios/LUIS",
                        "/sistema/cliente-oauth/1",
                        "/plantillas")
                .map(path -> supervisor.get(at(path)).document().select("main").outerHtml())
                .map(page -> page.replaceAll("name=\"(_csrf|formId)\" value=\"[^\"]*\"", ""))
                .collect(Collectors.joining("\n"));
        return pages
                + supervisor.get(at("/sistema/programas")).document().select("tbody .pill")
                + supervisor.get(at("/cuentas")).document().select("tbody .pill");
    }

    private HttpResponse<String> send(Line line) throws IOException, InterruptedException {
        String address = placed(line);
        HttpRequest.Builder request = HttpRequest.newBuilder();
        if (line.isApi()) {
            request.header("Authorization", "Bearer " + token).header("Content-Type", "application/json");
            request.uri(at(address));
            request.method(
                    line.isPost() ? "POST" : "GET",
                    line.isPost()
                            ? BodyPublishers.ofString(BODIES.getOrDefault(address, "{}"))
                            : BodyPublishers.noBody());
        } else if (line.isPost() && FILES.containsKey(address.split("\\?")[0])) {
            request.uri(at(address + "&_csrf=" + encoded(csrf)))
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(BodyPublishers.ofString("--b\r\nContent-Disposition: form-data; name=\""
                            + FILES.get(address.split("\\?")[0]) + "\"; filename=\"a.csv\"\r\n\r\nRFC\r\n--b--\r\n"));
        } else if (line.isPost()) {
            String[] parts = address.split("\\?", 2);
            String fields = parts.length == 1 ? "" : parts[1] + "&";
            request.uri(at(parts[0]))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(fields + "_csrf=" + encoded(csrf)));
        } else {
            request.uri(at(address)).GET();
        }
        return lucia.send(request.build(), BodyHandlers.ofString());
    }

    private String placed(Line line) {
        String address = line.address();
        for (Map.Entry<String, String> place : places.entrySet()) {
            address = address.replace("{" + place.getKey() + "}", place.getValue());
        }
        return address;
    }

    private String body(HttpRequest request) throws IOException, InterruptedException {
        return lucia.send(request, BodyHandlers.ofString()).body();
    }

    private Page press(String page, String form, UnaryOperator<FilledForm> filled) {
        return supervisor.submit(filled.apply(supervisor.get(at(page)).form(form)));
    }

    private static String last(Page page) {
        return last(page.uri().getPath());
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private URI at(String path) {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }
}
