package org.valija.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An installation in which SUPERVISOR has authenticated, a simulator, and the command line on both. */
final class DoctorFixture implements AutoCloseable {

    static final String MAILBOX = "juan.perez@bajio.example";

    final Path folder;
    final Simulator simulator;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private String supervisorKey = "";

    DoctorFixture(Path folder, SimulatorOptions options) {
        this.folder = folder;
        this.simulator = Simulator.start(options);
        URI google = simulator.httpUri();
        set("trusted-certificates[0]", simulator.caCertificateFile());
        set("demo", true);
        set("providers[0].id", 1);
        set("providers[0].issuer", google);
        set("providers[0].authorization-endpoint", google.resolve("/o/oauth2/v2/auth"));
        set("providers[0].token-endpoint", google.resolve("/token"));
        set("providers[0].revocation-endpoint", google.resolve("/revoke"));
        set("providers[0].user-info-endpoint", google.resolve("/v1/userinfo"));
        set("providers[0].smtp.host", "localhost");
        set("providers[0].smtp.port", simulator.smtpsPort());
        set("providers[0].smtp.tls", "implicit");
    }

    /** What the command line ended with and said. */
    record Said(int status, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** The codes of what is wrong, by check. */
        Map<String, String> problems() {
            return checks().filter(check -> check.has("diagnosis"))
                    .collect(Collectors.toMap(
                            check -> check.get("check").asString(),
                            check -> check.get("diagnosis").get("code").asString()));
        }

        Map<String, String> statuses() {
            return checks().collect(Collectors.toMap(
                    check -> check.get("check").asString(),
                    check -> check.get("status").asString()));
        }

        String turn(String check) {
            return checks().filter(entry -> entry.get("check").asString().equals(check))
                    .map(entry -> entry.get("diagnosis").get("turn").asString())
                    .findFirst()
                    .orElseThrow();
        }

        private Stream<JsonNode> checks() {
            return json().get("accounts")
                    .valueStream()
                    .flatMap(account -> account.get("checks").valueStream());
        }
    }

    /** A line of valija.yaml below {@code valija}; later commands read it. */
    void set(String key, Object value) {
        settings.put("valija." + key, value);
        try {
            Files.writeString(
                    folder.resolve("valija.properties"),
                    settings.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The installation's properties, for what does not go by the command line. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>(settings);
        properties.put("valija.data", folder);
        return properties;
    }

    /** The first start, the client, and the button Autenticar. */
    void connect() {
        prepare(true);
    }

    /** The same without the button. */
    void register() {
        prepare(false);
    }

    private void prepare(boolean connect) {
        Map<String, Object> properties = properties();
        properties.put("server.port", 0);
        try (Service service = Service.start(properties)) {
            URI console = URI.create(service.address());
            supervisorKey = service.firstStart().supervisorKey().orElseThrow();
            FormBrowser browser = new FormBrowser();
            browser.submit(browser.get(console.resolve("/entrar"))
                    .form("#entrada")
                    .type("usuario", "SUPERVISOR")
                    .type("clave", supervisorKey));
            browser.submit(browser.get(console.resolve("/sistema/cliente-oauth"))
                    .form("#cliente")
                    .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                    .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
            browser.submit(
                    browser.get(console.resolve("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
            if (connect) {
                browser.submit(browser.get(console.resolve("/usuarios"))
                        .form("#autenticar")
                        .tick("oauth")
                        .press("#recordar"));
                Page consent = browser.submit(browser.get(console.resolve("/usuarios"))
                        .form("#autenticar")
                        .press("#autenticar-boton"));
                browser.submit(consent.form("#consent").press("button[value=allow]"));
            }
        }
    }

    /** What SUPERVISOR enters with, once it was prepared. */
    String supervisorKey() {
        return supervisorKey;
    }

    /** {@code valija doctor} with these arguments. */
    Said doctor(String... arguments) {
        return valija(Stream.concat(Stream.of("doctor"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** {@code valija} with these arguments, on this installation. */
    Said valija(String... arguments) {
        return run(here(arguments));
    }

    String[] here(String... arguments) {
        return Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--data",
                                folder.toString(),
                                "--config",
                                folder.resolve("valija.properties").toString()))
                .toArray(String[]::new);
    }

    static Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = ValijaCommand.line()
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Said(status, out.toString(), err.toString());
    }

    @Override
    public void close() {
        simulator.close();
    }
}
