package org.valija.simulator;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How to start a simulator. Immutable; port 0 takes a free one.
 *
 * @param dataFolder keeps the certificate authority over restarts
 * @param clock the time that codes and tokens live by
 */
public record SimulatorOptions(int httpPort, int smtpPort, int smtpsPort, Optional<Path> dataFolder, Clock clock) {

    /** Free ports, nothing kept, the system's clock. */
    public static SimulatorOptions defaults() {
        return new SimulatorOptions(0, 0, 0, Optional.empty(), Clock.systemUTC());
    }

    public SimulatorOptions withHttpPort(int port) {
        return new SimulatorOptions(port, smtpPort, smtpsPort, dataFolder, clock);
    }

    /** The port that begins in clear and offers STARTTLS. */
    public SimulatorOptions withSmtpPort(int port) {
        return new SimulatorOptions(httpPort, port, smtpsPort, dataFolder, clock);
    }

    /** The port with TLS from the first octet. */
    public SimulatorOptions withSmtpsPort(int port) {
        return new SimulatorOptions(httpPort, smtpPort, port, dataFolder, clock);
    }

    public SimulatorOptions withDataFolder(Path folder) {
        return new SimulatorOptions(httpPort, smtpPort, smtpsPort, Optional.of(folder), clock);
    }

    public SimulatorOptions withClock(Clock otherClock) {
        return new SimulatorOptions(httpPort, smtpPort, smtpsPort, dataFolder, otherClock);
    }
}
