package org.valija.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import org.valija.server.demo.FormBrowser.Page;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole job without a hand: through the forms of the real pages, here and at the simulator, one step after another,
 * each with its result and its time.
 */
public final class DemoScript {

    static final String MAILBOX = "juan.perez@bajio.example";
    private static final String CLIENT_ID = "demo-client.apps.simulator.test";
    private static final String CLIENT_SECRET = "demo-secret";
    private static final String RECIPIENT = "ana.alvarez@cliente.example";
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PDF = "retencion-ejemplo.pdf";
    private static final String XML = "retencion-ejemplo.xml";

    private final FormBrowser browser = new FormBrowser();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI console;
    private final SimulatorProcess simulator;
    private final PrintWriter out;
    private final ResourceBundle words;
    private int step;

    public DemoScript(URI console, SimulatorProcess simulator, PrintWriter out, ResourceBundle words) {
        this.console = console;
        this.simulator = simulator;
        this.out = out;
        this.words = words;
    }

    /** What a demonstration by hand begins with: the simulator's client registered, SUPERVISOR with an address. */
    public void prepare(String key) {
        enter(key);
        registerClient();
        writeAddress();
        browser.submit(browser.get(console.resolve("/usuarios")).form("form[action$=/salir]"));
    }

    /** Runs every step; gives whether all went well. The failed one was printed. */
    public boolean run(String key) {
        return step("enter", () -> enter(key))
                && step("client", this::registerClient)
                && step("address", this::writeAddress)
                && step("off", this::optionIsOffAtFirst)
                && step("tick", this::tick)
                && step("authenticate", this::authenticate)
                && step("send", () -> send("Constancia de retenciones 2025"))
                && step("arrived", () -> arrived(1, "gmail-api"))
                && step("expire", this::waitForExpiry)
                && step("again", () -> send("Constancia de retenciones 2025 (segundo envío)"))
                && step("arrivedAgain", () -> arrived(2, "gmail-api"))
                && step("smtp", this::chooseSmtp)
                && step("smtpAuthenticate", this::authenticate)
                && step("smtpSend", () -> send("Constancia de retenciones 2025 (por SMTP)"))
                && step("smtpArrived", () -> arrived(3, "smtp"))
                && end();
    }

    private boolean end() {
        out.println();
        out.println(words.getString("demo.done"));
        out.flush();
        return true;
    }

    private boolean step(String name, Supplier<String> work) {
        step++;
        long start = System.nanoTime();
        String title = words.getString("demo.step." + name);
        try {
            String result = work.get();
            print("✓", title, start, result);
            return true;
        } catch (RuntimeException e) {
            print("✗", title, start, String.valueOf(e.getMessage()));
            out.println(words.getString("demo.failed").formatted(step, title));
            out.flush();
            return false;
        }
    }

    private void print(String mark, String title, long start, String result) {
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        out.printf("%2d %s %s (%d ms)%n     %s%n", step, mark, title, millis, result.replace("\n", "\n     "));
        out.flush();
    }

    private String enter(String key) {
        Page home = browser.submit(browser.get(console.resolve("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", key));
        check(home.status() == 200 && !home.has("#entrada"), home);
        return "SUPERVISOR";
    }

    private String registerClient() {
        Page saved = browser.submit(browser.get(console.resolve("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", CLIENT_ID)
                .type("secret", CLIENT_SECRET));
        check(saved.has(".good"), saved);
        return CLIENT_ID;
    }

    private String chooseSmtp() {
        Page saved = browser.submit(browser.get(console.resolve("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("transport", "SMTP"));
        check(saved.has(".good") && saved.has("#transport-SMTP[checked]"), saved);
        return saved.text("label[for=transport-SMTP]");
    }

    private String writeAddress() {
        Page saved = browser.submit(browser.get(console.resolve("/usuarios"))
                .form("#registro")
                .type("name", "Juan Pérez")
                .type("recoveryEmail", MAILBOX));
        check(saved.has(".good"), saved);
        return MAILBOX;
    }

    private String optionIsOffAtFirst() {
        Page user = browser.get(console.resolve("/usuarios"));
        check(!user.has("#oauth[checked]") && user.has("#autenticar-boton[disabled]"), user);
        return words.getString("demo.off");
    }

    private String tick() {
        Page user = browser.submit(browser.get(console.resolve("/usuarios"))
                .form("#autenticar")
                .tick("oauth")
                .press("#recordar"));
        check(user.has("#oauth[checked]") && !user.has("#autenticar-boton[disabled]"), user);
        return words.getString("demo.on");
    }

    private String authenticate() {
        control("token-lifetime", "seconds=" + TOKEN_LIFE.toSeconds());
        Page consent = browser.submit(
                browser.get(console.resolve("/usuarios")).form("#autenticar").press("#autenticar-boton"));
        check(consent.has("#consent"), consent);
        Page back = browser.submit(consent.form("#consent").press("button[value=allow]"));
        check(back.text(".account .address").equals(MAILBOX) && back.has(".account .pill.ok"), back);
        return back.text(".account .address") + ": " + back.text(".account .pill");
    }

    private String send(String subject) {
        Page sent = browser.submit(browser.get(console.resolve("/envios/nuevo"))
                .form("#envio")
                .type("to", "Ana Álvarez <" + RECIPIENT + ">")
                .type("subject", subject)
                .type("body", "Hola, Ana:\n\nTe envío tu constancia de retenciones en PDF y XML.\n\nSaludos.")
                .attach("files", PDF, "application/pdf", resource(PDF))
                .attach("files", XML, "application/xml", resource(XML))
                .press("#enviar"));
        long start = System.nanoTime();
        while (sent.has("ol.progress")) {
            if (Duration.ofNanos(System.nanoTime() - start).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException(sent.text("ol.progress .now"));
            }
            pause(Duration.ofMillis(100));
            sent = browser.get(sent.uri());
        }
        check(sent.has("#enviado"), sent);
        return sent.text("#respuesta") + "\n" + sent.text("#message-id");
    }

    /** Looks into the simulator's inbox and compares what lies there with what was sent. */
    private String arrived(int count, String way) {
        JsonNode messages = inbox();
        if (messages.size() != count) {
            throw new IllegalStateException(messages.size() + " ≠ " + count);
        }
        JsonNode message = messages.get(count - 1);
        if (!way.equals(text(message, "way"))) {
            throw new IllegalStateException(text(message, "way") + " ≠ " + way);
        }
        for (String file : new String[] {PDF, XML}) {
            if (!message.toString().contains(sha256(resource(file)))) {
                throw new IllegalStateException(file + " ≠");
            }
        }
        return words.getString("demo.received")
                .formatted(
                        text(message, "from"),
                        String.valueOf(message.get("recipients")),
                        text(message, "subject"),
                        PDF + " (" + resource(PDF).length + ")  " + XML + " (" + resource(XML).length + ")",
                        words.getString("demo.way." + way),
                        simulator.http().resolve("/bandeja"));
    }

    private String waitForExpiry() {
        pause(TOKEN_LIFE.plusMillis(500));
        return words.getString("demo.expired").formatted(TOKEN_LIFE.toSeconds());
    }

    private JsonNode inbox() {
        JsonNode all = JsonMapper.builder()
                .build()
                .readTree(request(HttpRequest.newBuilder(simulator.http().resolve("/inbox.json"))
                        .build()));
        return all.isArray() ? all : all.get("messages");
    }

    private static String text(JsonNode message, String field) {
        return Optional.ofNullable(message.get(field)).map(JsonNode::asString).orElse("");
    }

    private void control(String action, String body) {
        request(HttpRequest.newBuilder(simulator.http().resolve("/control/" + action))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private String request(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + ": " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void check(boolean asExpected, Page page) {
        if (!asExpected) {
            String said = page.text(".say");
            throw new IllegalStateException(
                    page.uri().getPath() + " (" + page.status() + ") " + (said.isEmpty() ? page.text("h1") : said));
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = DemoScript.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: demo/" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
