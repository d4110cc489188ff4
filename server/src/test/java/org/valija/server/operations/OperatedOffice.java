package org.valija.server.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.valija.server.SimulatedSettings;
import org.valija.server.cli.Service;
import org.valija.server.cli.ValijaCommand;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A running service, its administrator at a browser, and a program that watches over it. */
final class OperatedOffice implements AutoCloseable {

    static final String MAILBOX = "juan.perez@bajio.example";

    final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    final FormBrowser browser = new FormBrowser();
    final Service service;
    final String key;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    OperatedOffice(Path folder, Map<String, Object> more) {
        this.folder = folder;
        Map<String, Object> settings = SimulatedSettings.of(simulator, folder);
        settings.putAll(more);
        this.service = Service.start(settings);
        this.key = service.firstStart().supervisorKey().orElseThrow();
    }

    /** Enters, registers the client and connects the administrator's own mailbox. */
    void connects() {
        enters();
        browser.submit(browser.get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        browser.submit(browser.get(at("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
        browser.submit(
                browser.get(at("/usuarios")).form("#autenticar").tick("oauth").press("#recordar"));
        Page consent =
                browser.submit(browser.get(at("/usuarios")).form("#autenticar").press("#autenticar-boton"));
        browser.submit(consent.form("#consent").press("button[value=allow]"));
    }

    void enters() {
        enter(key);
    }

    Page enter(String typed) {
        return browser.submit(browser.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", typed));
    }

    /** Sends a mail and waits until it has ended, or is held. */
    void sends(String subject) {
        Page sent = browser.submit(browser.get(at("/envios/nuevo"))
                .form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", subject)
                .press("#enviar"));
        Awaitility.await().until(() -> browser.get(sent.uri()), page -> !page.has("ol.progress"));
    }

    /** A program's token. */
    String token(String... scopes) {
        Path file = folder.resolve("token-" + String.join("-", scopes).replace(':', '_'));
        int status = ValijaCommand.run(
                "token",
                "create",
                "Vigilante",
                "--any-user",
                "--scope",
                String.join(",", scopes),
                "--token-file",
                file.toString(),
                "--data",
                folder.toString());
        if (status != 0) {
            throw new IllegalStateException("exit status " + status);
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks as a program of this machine does. */
    HttpResponse<String> asks(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return new ObjectMapper().readTree(response.body());
    }

    URI at(String path) {
        return URI.create(service.address() + path);
    }

    @Override
    public void close() {
        service.close();
        simulator.close();
    }
}
