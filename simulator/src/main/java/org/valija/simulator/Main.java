package org.valija.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** Starts the simulator from the command line. */
public final class Main {

    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Arguments.USAGE);
            System.exit(WRONG_ARGUMENTS);
            return;
        }
        if (arguments.help()) {
            System.out.print(Arguments.USAGE);
            return;
        }
        try (Simulator simulator = Simulator.start(arguments.options())) {
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
            System.out.println(readyLine(simulator));
            System.out.flush();
            waitForTheEnd(arguments.exitWithParent());
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(FAILED);
        }
    }

    static String readyLine(Simulator simulator) {
        return "READY http=%s smtp=127.0.0.1:%d smtps=127.0.0.1:%d ca=%s"
                .formatted(
                        simulator.httpUri(),
                        simulator.smtpPort(),
                        simulator.smtpsPort(),
                        simulator.caCertificateFile().toAbsolutePath());
    }

    private static void waitForTheEnd(boolean exitWithParent) throws IOException, InterruptedException {
        if (exitWithParent) {
            InputStream fromParent = System.in;
            fromParent.transferTo(OutputStream.nullOutputStream());
        } else {
            new CountDownLatch(1).await();
        }
    }
}
