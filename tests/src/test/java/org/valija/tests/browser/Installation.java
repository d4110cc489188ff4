package org.valija.tests.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.valija.server.cli.Service;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/** The service on an empty data folder, pointed at a simulator of its own. */
record Installation(Path folder, Simulator simulator, Service service) implements AutoCloseable {

    static Installation start() {
        return start(Map.of());
    }

    /** @param settings besides those that every installation of these tests has */
    static Installation start(Map<String, Object> settings) {
        try {
            Path folder = Files.createTempDirectory("valija-browser");
            Simulator simulator = Simulator.start(SimulatorOptions.defaults());
            Map<String, Object> all = properties(folder, simulator);
            all.putAll(settings);
            return new Installation(folder, simulator, Service.start(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The generated key of SUPERVISOR. */
    String key() {
        return service.firstStart().supervisorKey().orElseThrow();
    }

    private static Map<String, Object> properties(Path folder, Simulator simulator) throws IOException {
        URI google = simulator.httpUri();
        Map<String, Object> all = new HashMap<>();
        all.put("server.port", freePort());
        all.put("valija.data", folder);
        all.put("valija.demo", true);
        all.put("valija.company", "Comercial del Bajío, S.A. de C.V.");
        all.put("valija.zone", "America/Mexico_City");
        all.put("valija.public-url", "https://" + Chromium.CONSOLE_NAME);
        all.put("valija.trusted-certificates[0]", simulator.caCertificateFile());
        all.put("valija.providers[0].id", 1);
        all.put("valija.providers[0].issuer", google);
        all.put("valija.providers[0].authorization-endpoint", google.resolve("/o/oauth2/v2/auth"));
        all.put("valija.providers[0].token-endpoint", google.resolve("/token"));
        all.put("valija.providers[0].revocation-endpoint", google.resolve("/revoke"));
        all.put("valija.providers[0].user-info-endpoint", google.resolve("/v1/userinfo"));
        all.put("valija.providers[0].gmail-api", google);
        all.put("valija.providers[0].smtp.host", "localhost");
        all.put("valija.providers[0].smtp.port", simulator.smtpsPort());
        all.put("valija.providers[0].smtp.tls", "implicit");
        return all;
    }

    /** A fixed one, as installations have: pages name it as part of the address to return to. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        service.close();
        simulator.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
