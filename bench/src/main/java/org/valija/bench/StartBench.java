package org.valija.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From the command to the console's first page, and the memory the service then has, as the system counts it. */
final class StartBench {

    private static final double SECONDS = 2;
    private static final double MEGABYTES = 250;
    private static final int PATIENCE_SECONDS = 180;

    private final Path launcher = Path.of(System.getProperty("valija.home", "."), "valija");
    private final HttpClient http = HttpClient.newHttpClient();

    private StartBench() {}

    private record Start(double seconds, double megabytes) {}

    static Report run(boolean quick) {
        Report report = new Report("start", quick);
        StartBench bench = new StartBench();
        try {
            // The first start builds what is missing and prepares the fast start.
            bench.start();
            List<Start> starts = new ArrayList<>();
            for (int i = 0; i < (quick ? 3 : 7); i++) {
                Start start = bench.start();
                report.line("  start %d: %.2f s, %.0f MB".formatted(i + 1, start.seconds(), start.megabytes()));
                starts.add(start);
            }
            double seconds = Medians.of(starts.stream().map(Start::seconds).toList());
            double megabytes = Medians.of(starts.stream().map(Start::megabytes).toList());
            report.figure("seconds", seconds);
            report.figure("megabytes", megabytes);
            report.atMost("seconds to the first page", SECONDS, seconds);
            report.atMost("megabytes resident", MEGABYTES, megabytes);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Start start() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("valija-bench");
        int port = Programs.freePort();
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        launcher.toString(), "serve", "--data", data.toString(), "--port", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitPage(process, URI.create("http://127.0.0.1:" + port + "/entrar"), begin);
            return new Start((System.nanoTime() - begin) / 1e9, megabytes(process));
        } finally {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            WorkFolder.delete(data);
        }
    }

    private void awaitPage(Process process, URI page, long begin) throws IOException, InterruptedException {
        while (true) {
            try {
                if (http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                boolean patient = System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                if (!process.isAlive() || !patient) {
                    throw new IOException("the service did not start", e);
                }
            }
            Thread.sleep(10);
        }
    }

    /** The launcher becomes the service (exec), so its process is the service's. */
    private static double megabytes(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
    }
}
