package org.valija.server.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import picocli.CommandLine.Command;

/**
 * {@code valija train}: starts everything with a data folder that is thrown away, walks through the main pages, and ends. A
 * JVM that records an AOT cache meanwhile starts the service fast from then on.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("valija-train");
        try (Service service =
                Service.start(Map.of("valija.data", folder.toString(), "valija.demo", "true", "server.port", "0"))) {
            walk(
                    URI.create(service.address()),
                    service.firstStart().supervisorKey().orElseThrow());
            return ExitStatus.DONE.code();
        } finally {
            delete(folder);
        }
    }

    private static void walk(URI console, String key) {
        FormBrowser browser = new FormBrowser();
        Page home = browser.submit(browser.get(console.resolve("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", key));
        for (String path :
                new String[] {"/cuentas", "/bandeja", "/usuarios", "/envios/nuevo", "/sistema/cliente-oauth"}) {
            Page page = browser.get(home.uri().resolve(path));
            if (page.status() != 200) {
                throw new IllegalStateException(path + " answered " + page.status());
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
