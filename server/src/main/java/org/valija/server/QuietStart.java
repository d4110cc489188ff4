package org.valija.server;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts what works beside a service for a command: its log keeps off the console, where the command's answer goes, which a
 * program may read. Whatever starts later in the same process logs as it is configured.
 */
public final class QuietStart {

    /** Boot hands the setting on in a property of the whole process and never takes it back. */
    private static final String HANDED_ON = LoggingSystemProperty.CONSOLE_THRESHOLD.getEnvironmentVariableName();

    private QuietStart() {}

    /** Runs the application; arguments are stronger than every file and environment variable. */
    public static ConfigurableApplicationContext run(SpringApplicationBuilder application, String... arguments) {
        boolean mayBeTakenBack = System.getProperty(HANDED_ON) == null;
        try {
            return application.properties("logging.threshold.console=off").run(arguments);
        } finally {
            if (mayBeTakenBack) {
                System.clearProperty(HANDED_ON);
            }
        }
    }
}
