package org.valija.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Postfix's load generator, in C; its connections are kept too. */
final class SmtpSourcePeer implements Peer {

    private static final Optional<String> PROGRAM = Programs.find("smtp-source");

    @Override
    public String name() {
        return "smtp-source";
    }

    @Override
    public Optional<String> absence() {
        return PROGRAM.isPresent() ? Optional.empty() : Optional.of("smtp-source (package postfix) is not installed");
    }

    @Override
    public void send(int port, int connections, int mails) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        PROGRAM.orElseThrow(),
                        "-4",
                        "-d",
                        "-s",
                        String.valueOf(connections),
                        "-m",
                        String.valueOf(mails),
                        "-l",
                        String.valueOf(Letter.octets().length),
                        "-f",
                        Letter.FROM,
                        "-t",
                        Letter.TO,
                        "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("smtp-source failed: " + said);
        }
    }
}
