package org.valija.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

/** A {@link FaultsNode} as the bench holds it. */
final class FaultsProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final PrintWriter commands;
    private final CountDownLatch ready = new CountDownLatch(1);

    private FaultsProcess(Process process) {
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /**
     * Starts a node; it goes on starting when this returns.
     *
     * @param log to which its own words are appended
     * @param accepted told the id and the number of each mail that the node has handed in
     */
    static FaultsProcess start(FaultsNode.Options options, Path log, ObjIntConsumer<Long> accepted) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FaultsNode.class.getName()));
        command.addAll(options.arguments());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        FaultsProcess node = new FaultsProcess(process);
        Thread.ofVirtual().start(() -> node.read(accepted));
        return node;
    }

    private void read(ObjIntConsumer<Long> accepted) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("ready")) {
                    ready.countDown();
                } else if (words.length == 3) {
                    accepted.accept(Long.valueOf(words[2]), Integer.parseInt(words[1]));
                }
            }
        } catch (IOException e) {
            // It was killed; what it had told was read.
            ready.countDown();
        }
    }

    boolean isReady() {
        return ready.getCount() == 0;
    }

    void awaitReady() throws InterruptedException, IOException {
        if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("a node did not start");
        }
    }

    /** Has the mails of these numbers handed in, the last one excluded. */
    void enqueue(int from, int until) {
        commands.println("enqueue " + from + " " + until);
    }

    /** SIGKILL: no handler, no finally, no flush. */
    void kill() throws InterruptedException, IOException {
        process.destroyForcibly();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("a killed process goes on");
        }
    }

    /** Lets it end what it has begun; false when it did not end by itself. */
    boolean stop() throws InterruptedException {
        commands.close();
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
