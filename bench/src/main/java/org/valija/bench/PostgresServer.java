package org.valija.bench;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Stops and starts the PostgreSQL of {@link Databases}, with the options that it has. */
final class PostgresServer {

    private static final long PATIENCE_SECONDS = 60;

    private final Path data;
    private final Path control;
    private final Path log;
    private final String options;

    /** @param folder in which the databases were started */
    PostgresServer(Path folder) throws IOException {
        data = folder.resolve("postgres").resolve("data");
        log = folder.resolve("postgres.log");
        try (Stream<Path> files = Files.walk(folder.resolve("postgres").resolve("programs"))) {
            control = files.filter(file -> file.endsWith(Path.of("bin", "pg_ctl")))
                    .findFirst()
                    .orElseThrow();
        }
        String begun = Files.readString(data.resolve("postmaster.opts")).strip();
        options = begun.substring(begun.indexOf(' ') + 1);
    }

    /** How it is stopped. */
    enum Stop {
        /** Open transactions are rolled back, the rest is written down. */
        FAST,
        /** As a crash: it recovers from its log when it starts again. */
        IMMEDIATE
    }

    void stop(Stop how) throws IOException, InterruptedException {
        run("stop", "-m", how == Stop.FAST ? "fast" : "immediate");
    }

    void start() throws IOException, InterruptedException {
        run("start", "-o", options, "-l", log.toString());
    }

    private void run(String... words) throws IOException, InterruptedException {
        // PostgreSQL refuses root, and so it was started like this.
        List<String> command = new ArrayList<>(LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of());
        command.addAll(List.of(control.toString(), "-D", data.toString(), "-w"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("pg_ctl " + words[0] + " failed; see " + log);
        }
    }
}
