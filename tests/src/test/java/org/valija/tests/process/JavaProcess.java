package org.valija.tests.process;

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

/** A class of the tests that runs in a process of its own, reads commands line by line and answers a line each. */
public final class JavaProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final Duration patience;
    private final PrintWriter commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private JavaProcess(Process process, Path log, Duration patience) {
        this.process = process;
        this.log = log;
        this.patience = patience;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        Thread.ofPlatform().daemon().start(this::read);
    }

    /**
     * Starts the class's main method with a heap of 256 MB.
     *
     * @param patience with each answer
     */
    public static JavaProcess start(Class<?> main, List<String> arguments, Duration patience) {
        try {
            Path log = Files.createTempFile("valija-node", ".log");
            log.toFile().deleteOnExit();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()));
            command.addAll(arguments);
            return new JavaProcess(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log, patience);
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

    public void tell(String command) {
        commands.println(command);
    }

    /** The next line, which begins with that; what follows it. */
    public String expect(String beginning) {
        String line = next();
        assertThat(line).as(() -> "a node's answer; its log: " + log()).startsWith(beginning);
        return line.substring(beginning.length()).strip();
    }

    /** The next line. */
    public String next() {
        try {
            String line = answers.poll(patience.toSeconds(), TimeUnit.SECONDS);
            assertThat(line).as(() -> "a node's answer; its log: " + log()).isNotNull();
            return String.valueOf(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL: no handler, no finally, no flush. */
    public void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it wrote to standard error. */
    public String log() {
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
