package org.valija.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The simulator as a process of its own beside the service; it ends with this one, whatever ends it. */
public final class SimulatorProcess implements AutoCloseable {

    private final Process process;
    private final Map<String, String> ready;

    private SimulatorProcess(Process process, Map<String, String> ready) {
        this.process = process;
        this.ready = ready;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param folder where it keeps its certificate authority
     * @throws IllegalStateException when it is not built, or does not start
     */
    public static SimulatorProcess start(Path folder) throws IOException {
        Path jar =
                Path.of(System.getProperty("valija.home", "."), "simulator", "target", "app", "valija-simulator.jar");
        if (Files.notExists(jar)) {
            throw new IllegalStateException("The simulator is not built: " + jar + " is missing");
        }
        Files.createDirectories(folder);
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        jar.toString(),
                        "--data",
                        folder.toString(),
                        "--exit-with-parent"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        if (line == null || !line.startsWith("READY ")) {
            process.destroy();
            throw new IllegalStateException("The simulator did not start: " + line);
        }
        Map<String, String> ready = new HashMap<>();
        for (String pair : line.substring("READY ".length()).split(" ", -1)) {
            int equals = pair.indexOf('=');
            ready.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new SimulatorProcess(process, Map.copyOf(ready));
    }

    /** Its pages. */
    public URI http() {
        return URI.create(value("http"));
    }

    /** Of its SMTP server with TLS from the first octet. */
    public int smtpsPort() {
        String address = value("smtps");
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** PEM file of its certificate authority. */
    public Path authority() {
        return Path.of(value("ca"));
    }

    @Override
    public void close() {
        process.destroy();
    }

    private String value(String key) {
        String value = ready.get(key);
        if (value == null) {
            throw new IllegalStateException("The simulator did not say its " + key);
        }
        return value;
    }
}
