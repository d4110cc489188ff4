package org.valija.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Postfix on loopback with configuration, queue and log in a folder of its own: the system's instance is neither read
 * nor touched. It relays everything to one port, in clear and without authentication.
 */
final class PostfixInstance implements AutoCloseable {

    private static final List<String> QUEUES = List.of("maildrop", "incoming", "active", "deferred");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final Pattern COMPLAINT = Pattern.compile("warning: |error: |fatal: |panic: |status=(?!sent)");

    private final String program;
    private final Path folder;
    private final int port;
    private final Thread stopAtExit = new Thread(this::stopQuietly);

    private PostfixInstance(String program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
    }

    /** Why none can be started here. */
    static Optional<String> absence() {
        if (Programs.find("postfix").isEmpty() || Programs.find("postconf").isEmpty()) {
            return Optional.of("postfix is not installed");
        }
        return System.getProperty("user.name").equals("root")
                ? Optional.empty()
                : Optional.of("postfix starts for root only");
    }

    /** Empty where none can be started. */
    static Optional<String> version() throws IOException, InterruptedException {
        return absence().isPresent() ? Optional.empty() : Optional.of(builtIn("mail_version"));
    }

    static PostfixInstance start(Path folder, Map<String, String> parameters, int sinkPort)
            throws IOException, InterruptedException {
        int port = Programs.freePort();
        createFolder(folder);
        createFolder(folder.resolve("queue"));
        Path data = createFolder(folder.resolve("data"));
        Files.setOwner(
                data,
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(builtIn("mail_owner")));
        Path configuration = createFolder(folder.resolve("etc"));
        Files.writeString(configuration.resolve("main.cf"), main(folder, sinkPort, parameters));
        Files.writeString(configuration.resolve("master.cf"), services(port));

        PostfixInstance instance = new PostfixInstance(Programs.find("postfix").orElseThrow(), folder, port);
        Runtime.getRuntime().addShutdownHook(instance.stopAtExit);
        try {
            instance.command("start");
            Programs.await(port);
        } catch (IOException e) {
            String complaint = instance.complaint();
            instance.close();
            throw new IOException("Postfix did not start: " + complaint, e);
        }
        return instance;
    }

    /** Nothing here makes it less durable: Postfix syncs each queue file before it accepts the mail. */
    private static String main(Path folder, int sinkPort, Map<String, String> parameters) {
        String tuning = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + " = " + parameter.getValue() + "\n")
                .collect(Collectors.joining());
        return """
            compatibility_level = 2
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            maillog_file = %1$s/log
            maillog_file_prefixes = %1$s
            myhostname = postfix.valija.example
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            mydestination =
            local_recipient_maps =
            relay_domains =
            alias_maps =
            alias_database =
            relayhost = [127.0.0.1]:%2$d
            smtpd_relay_restrictions = permit_mynetworks, reject
            smtpd_recipient_restrictions = permit_mynetworks, reject
            smtpd_peername_lookup = no
            smtp_host_lookup = native
            smtpd_tls_security_level = none
            smtp_tls_security_level = none
            """.formatted(folder, sinkPort) + tuning;
    }

    /** Without chroot; as many processes of each kind as Postfix allows unless told, which is 100. */
    private static String services(int port) {
        return """
            127.0.0.1:%d inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            showq unix n - n - - showq
            error unix - - n - - error
            retry unix - - n - - error
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd
            """.formatted(port);
    }

    int port() {
        return port;
    }

    /** Waits until no mail is left in its queue. */
    void awaitEmptyQueue() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (isQueueing()) {
            if (System.nanoTime() - begin > PATIENCE) {
                throw new IOException("Postfix keeps mail in its queue: " + complaint());
            }
            Thread.sleep(20);
        }
    }

    /** The last that it complained of. */
    private String complaint() throws IOException {
        Path log = folder.resolve("log");
        if (!Files.exists(log)) {
            return "it wrote no log";
        }
        return Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                .filter(COMPLAINT.asPredicate())
                .reduce((one, next) -> next)
                .orElse("nothing in its log tells why");
    }

    /** Readable for Postfix's users whatever the umask. */
    private static Path createFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private boolean isQueueing() throws IOException {
        for (String queue : QUEUES) {
            try (Stream<Path> files = Files.walk(folder.resolve("queue").resolve(queue))) {
                if (files.anyMatch(Files::isRegularFile)) {
                    return true;
                }
            } catch (NoSuchFileException | UncheckedIOException e) {
                // A file left while we looked.
                return true;
            }
        }
        return false;
    }

    private void command(String verb) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program, "-c", folder.resolve("etc").toString(), verb)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("commands").toFile()))
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("postfix " + verb + " does not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException("postfix " + verb + " ended with status " + process.exitValue());
        }
    }

    /** What Postfix was built with; no instance's configuration is read. */
    private static String builtIn(String parameter) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Programs.find("postconf").orElseThrow(), "-dh", parameter)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("postconf failed: " + said);
        }
        return said;
    }

    private void stopQuietly() {
        try {
            command("stop");
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopQuietly();
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
    }
}
