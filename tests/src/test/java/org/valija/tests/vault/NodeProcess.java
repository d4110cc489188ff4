package org.valija.tests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Node} as the test holds it. */
final class NodeProcess implements AutoCloseable {

    /** Longer than anything a node waits for, another node's lease included. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;
    private final PrintWriter commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private NodeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        Thread.ofPlatform().daemon().start(this::read);
    }

    static NodeProcess start(NodeOptions options) {
        try {
            Path log = Files.createTempFile("valija-node", ".log");
            log.toFile().deleteOnExit();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Node.class.getName()));
            command.addAll(options.arguments());
            return new NodeProcess(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.add("broken off: " + e.getMessage());
        }
        answers.add("gone");
    }

    NodeProcess ready() {
        expect("ready");
        return this;
    }

    void tell(String command) {
        commands.println(command);
    }

    /** The next line, which begins with that; what follows it. */
    String expect(String beginning) {
        try {
            String line = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(line)
                    .as(() -> "a node's answer; its log: " + log())
                    .isNotNull()
                    .startsWith(beginning);
            return line.substring(beginning.length()).strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void forward(Duration by) {
        tell("forward " + by.toSeconds());
        expect("forwarded");
    }

    void stopAt(Point point) {
        tell("stop-at " + point);
        expect("will stop");
    }

    String token(long grantId) {
        tell("token " + grantId);
        return expect("token");
    }

    /** How often its listener heard that a grant needs its user. */
    int ends() {
        tell("ends");
        return Integer.parseInt(expect("ends"));
    }

    /** SIGKILL: no handler, no finally, no flush. */
    void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
