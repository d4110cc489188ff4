package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program with its arguments and what it finds around it. Immutable. */
record Command(List<String> words, Map<String, String> variables, Optional<Path> folder) {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    Command {
        words = List.copyOf(words);
        variables = Map.copyOf(variables);
    }

    /** How it ended, and what it wrote to either output. */
    record Ended(List<String> words, int status, byte[] output) {

        Ended succeeded() {
            assertThat(status).as(() -> words + " said: " + text()).isZero();
            return this;
        }

        Ended endedWith(int expected) {
            assertThat(status).as(() -> words + " said: " + text()).isEqualTo(expected);
            return this;
        }

        String text() {
            return text(StandardCharsets.UTF_8);
        }

        String text(Charset charset) {
            return new String(output, charset);
        }
    }

    static Command of(String... words) {
        return new Command(List.of(words), Map.of(), Optional.empty());
    }

    Command with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new Command(words, more, folder);
    }

    Command in(Path where) {
        return new Command(words, variables, Optional.of(where));
    }

    /** With both outputs in one, and nothing to read. */
    Process start() {
        return start(ProcessBuilder.Redirect.PIPE);
    }

    private Process start(ProcessBuilder.Redirect output) {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output);
        builder.environment().putAll(variables);
        folder.ifPresent(where -> builder.directory(where.toFile()));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end; what it left running in the background is not waited for. */
    Ended run() {
        try {
            Path said = Files.createTempFile("valija-command", ".txt");
            try {
                Process process = start(ProcessBuilder.Redirect.to(said.toFile()));
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(words + " does not end");
                }
                return new Ended(words, process.exitValue(), Files.readAllBytes(said));
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
