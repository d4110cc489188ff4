package org.valija.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server that takes mail and throws it away, in a process of its own. */
final class SinkProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private SinkProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Postfix's smtp-sink, which announces PIPELINING and no CHUNKING; empty where it is not installed. */
    static Optional<SinkProcess> smtpSink() throws IOException, InterruptedException {
        return smtpSink(ProcessBuilder.Redirect.DISCARD);
    }

    static Optional<SinkProcess> smtpSink(ProcessBuilder.Redirect output, String... options)
            throws IOException, InterruptedException {
        Optional<String> program = Programs.find("smtp-sink");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = Programs.freePort();
        List<String> command = new ArrayList<>(List.of(program.get(), "-4"));
        command.addAll(List.of(options));
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to stay root.
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of("127.0.0.1:" + port, "1000"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Programs.await(port);
        return Optional.of(new SinkProcess(process, port));
    }

    /** The bench's own sink, which speaks BDAT and can be far away. */
    static SinkProcess own(Duration oneWay) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Sink.class.getName(),
                String.valueOf(oneWay.toMillis())));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the sink did not start");
        }
        return new SinkProcess(process, Integer.parseInt(line));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
