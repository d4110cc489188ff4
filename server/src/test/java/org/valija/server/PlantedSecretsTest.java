package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.valija.server.cli.Service;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.SimulatedClient;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.smtp.SmtpReplies;

/** A whole life with its mishaps; afterwards no secret of it stands on a page, in the log, or in a file but the key file. */
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
class PlantedSecretsTest {

    private static final String MAILBOX = "juan.perez@bajio.example";
    private static final String CLIENT_SECRET = "GOCSPX-planted-client-secret";

    /** What the simulator hands out: access tokens, refresh tokens, codes; as they are and percent-encoded. */
    private static final Pattern HANDED_OUT = Pattern.compile("ya29\\.a0|1//0|1%2F%2F0|4/0A|4%2F0A");

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser browser = new FormBrowser();
    private final List<String> pages = new ArrayList<>();
    private Service service;
    private String key;
    private String factorSecret;
    private List<String> recoveryCodes;

    @BeforeEach
    void start() {
        simulator.google().registerClient(SimulatedClient.desktop("planted.apps.simulator.test", CLIENT_SECRET));
        service = Service.start(properties());
        key = service.firstStart().supervisorKey().orElseThrow();
    }

    @AfterEach
    void stop() {
        service.close();
        simulator.close();
    }

    @Test
    void noSecretIsFoundAfterwards(CapturedOutput output) throws IOException {
        SimulatedGoogle google = simulator.google();
        see(browser.submit(
                get("/entrar").form("#entrada").type("usuario", "SUPERVISOR").type("clave", key)));
        enterInTwoSteps();
        see(browser.submit(get("/sistema/cliente-oauth")
                .form("#cliente")
                .type("clientId", "planted.apps.simulator.test")
                .type("secret", CLIENT_SECRET)));
        see(browser.submit(get("/usuarios").form("#registro").type("recoveryEmail", MAILBOX)));
        see(browser.submit(get("/usuarios").form("#autenticar").tick("oauth").press("#recordar")));

        google.fail(FailurePlan.tokenError("invalid_client"));
        authenticate();
        google.fail(FailurePlan.html());
        authenticate();
        authenticate();
        send("Uno");
        google.expireAccessTokens();
        send("Dos");
        google.fail(FailurePlan.gmailError(403, "insufficientPermissions", "Insufficient Permission"));
        send("Tres");
        simulator.smtp().onRecipient("ana@cliente.example", SmtpReplies.NO_SUCH_USER);
        send("Cuatro");
        google.revokeGrantsOf(MAILBOX);
        google.expireAccessTokens();
        send("Cinco");
        authenticate();
        readEveryPage();
        service.close();

        assertThat(google.refreshRequests()).isPositive();
        assertClean("the log", output.getAll());
        for (int i = 0; i < pages.size(); i++) {
            assertClean("page " + i, pages.get(i));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Sets a second factor up, leaves, and enters with a recovery code; what shows them on purpose is not looked through. */
    private void enterInTwoSteps() {
        URI setup = URI.create(service.address() + "/segundo-factor/activar");
        Page shown = browser.get(setup);
        factorSecret = shown.text("#secreto").replace(" ", "");
        Page codes = browser.submit(shown.form("#activar")
                .type("codigo", Authenticator.code(factorSecret, Instant.now()))
                .type("clave", key));
        recoveryCodes = codes.document().select("#codigos .key").eachText();
        assertThat(recoveryCodes).hasSize(10);
        see(browser.submit(get("/segundo-factor").form("form[action=/salir]")));
        see(browser.submit(
                get("/entrar").form("#entrada").type("usuario", "SUPERVISOR").type("clave", key)));
        see(browser.submit(get("/entrar/codigo").form("#segundo-paso").type("codigo", "000000")));
        see(browser.submit(get("/entrar/codigo").form("#segundo-paso").type("codigo", recoveryCodes.getFirst())));
        assertThat(get("/segundo-factor").text("#quedan")).contains("9");
    }

    private void assertClean(String place, String text) {
        assertThat(text.contains(CLIENT_SECRET))
                .as("client secret in %s", place)
                .isFalse();
        assertThat(text.contains(key)).as("key of SUPERVISOR in %s", place).isFalse();
        assertThat(text.contains(factorSecret))
                .as("secret of the second factor in %s", place)
                .isFalse();
        for (String code : recoveryCodes) {
            assertThat(text.contains(code) || text.contains(code.replace("-", "")))
                    .as("recovery code in %s", place)
                    .isFalse();
        }
        assertThat(HANDED_OUT.matcher(text).find())
                .as("token or code in %s", place)
                .isFalse();
    }

    private void authenticate() {
        Page consent = browser.submit(get("/usuarios").form("#autenticar").press("#autenticar-boton"));
        see(browser.submit(consent.form("#consent").press("button[value=allow]")));
    }

    private void send(String subject) {
        Page sent = browser.submit(get("/envios/nuevo")
                .form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", subject)
                .press("#enviar"));
        see(Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> browser.get(sent.uri()), page -> !page.has("ol.progress")));
    }

    private void readEveryPage() {
        Set<String> known = new HashSet<>(Set.of("/", "/salir"));
        Deque<String> open = new ArrayDeque<>(List.of("/cuentas"));
        while (!open.isEmpty()) {
            Page page = get(open.remove());
            for (Element link : page.document().select("a[href^=/]")) {
                String path = link.attr("href").replaceFirst("[?#].*", "");
                if (known.add(path)) {
                    open.add(path);
                }
            }
        }
        assertThat(known).contains("/usuarios", "/envios/nuevo", "/sistema/cliente-oauth");
    }

    private Page get(String path) {
        return see(browser.get(URI.create(service.address() + path)));
    }

    private Page see(Page page) {
        pages.add(page.uri() + "\n" + page.document().outerHtml());
        return page;
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.put("logging.level.org.valija", "DEBUG");
        properties.put("valija.providers[0].gmail-api", simulator.httpUri());
        return properties;
    }
}
