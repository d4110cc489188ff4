package org.valija.simulator;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The command line, read. */
record Arguments(SimulatorOptions options, boolean exitWithParent, boolean help) {

    static final String USAGE = """
            Usage: java -jar valija-simulator.jar [options]
              --http-port N       port of the pages and OAuth endpoints (a free one unless given)
              --smtp-port N       port of SMTP with STARTTLS (a free one unless given)
              --smtps-port N      port of SMTP with TLS from the start (a free one unless given)
              --data DIR          keep the certificate authority here, so that restarts have the same
              --exit-with-parent  end when standard input ends
              --help              print this
            When it is ready, it prints one line:
              READY http=http://127.0.0.1:PORT smtp=127.0.0.1:PORT smtps=127.0.0.1:PORT ca=FILE
            """;

    /** Throws {@link IllegalArgumentException} with a message for the person at the keyboard. */
    static Arguments parse(String... args) {
        SimulatorOptions options = SimulatorOptions.defaults();
        boolean exitWithParent = false;
        boolean help = false;
        int i = 0;
        while (i < args.length) {
            String name = args[i];
            switch (name) {
                case "--http-port" -> options = options.withHttpPort(port(name, args, ++i));
                case "--smtp-port" -> options = options.withSmtpPort(port(name, args, ++i));
                case "--smtps-port" -> options = options.withSmtpsPort(port(name, args, ++i));
                case "--data" -> options = options.withDataFolder(folder(value(name, args, ++i)));
                case "--exit-with-parent" -> exitWithParent = true;
                case "--help" -> help = true;
                default -> throw new IllegalArgumentException("Unknown option: " + name);
            }
            i++;
        }
        return new Arguments(options, exitWithParent, help);
    }

    private static String value(String name, String[] args, int index) {
        if (index >= args.length) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return args[index];
    }

    private static int port(String name, String[] args, int index) {
        String text = value(name, args, index);
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException(name + " needs a port from 0 to 65535, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static Path folder(String text) {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("--data is not a folder's name: " + text, e);
        }
    }
}
