package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.valija.simulator.Simulator;

/** The installed service as a process of its own, and its settings. */
final class RunningService implements AutoCloseable {

    // The first start of an installation prepares its fast start.
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern ADDRESS = Pattern.compile("(?:lista en|ready at) (http://\\S+)");
    private static final Pattern KEY = Pattern.compile("SUPERVISOR, \\S+ (\\S+)");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private RunningService(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().start(this::read);
    }

    /** Starts it and waits until it is ready. */
    static RunningService start(Command command) {
        RunningService service = new RunningService(command.start());
        Awaitility.await().atMost(PATIENCE).until(() -> {
            assertThat(service.process.isAlive())
                    .as(() -> "alive; it said " + service.lines)
                    .isTrue();
            return service.said(ADDRESS).isPresent();
        });
        return service;
    }

    /** Settings by which it takes the simulator for Google, and listens where nobody else does. */
    static String settings(Simulator simulator, String more) {
        URI google = simulator.httpUri();
        return """
                valija:
                  demo: true
                  trusted-certificates: [%s]
                  providers:
                    - id: 1
                      issuer: %s
                      authorization-endpoint: %s
                      token-endpoint: %s
                      revocation-endpoint: %s
                      user-info-endpoint: %s
                      gmail-api: %s
                      smtp: {host: localhost, port: %d, tls: implicit}
                %sserver:
                  port: %d
                """.formatted(
                        simulator.caCertificateFile(),
                        google,
                        google.resolve("/o/oauth2/v2/auth"),
                        google.resolve("/token"),
                        google.resolve("/revoke"),
                        google.resolve("/v1/userinfo"),
                        google,
                        simulator.smtpsPort(),
                        more,
                        freePort());
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return URI.create(said(ADDRESS).orElseThrow());
    }

    /** The key of SUPERVISOR, which only the first start shows. */
    Optional<String> firstKey() {
        return said(KEY);
    }

    private Optional<String> said(Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add(e.toString());
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an administrator stops it; it ends by itself, with the status that its unit takes for success. */
    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(process.exitValue()).as(() -> "it said " + lines).isEqualTo(143);
    }
}
