package org.valija.tests.vault;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node is started with.
 *
 * @param ahead how far its clock is ahead of the machine's
 * @param pooled whether many threads share few connections, as in the service
 * @param folder where it keeps tokens that are not stored
 */
record NodeOptions(
        String databaseUrl, Path keyFile, URI provider, Duration ahead, boolean pooled, Optional<Path> folder) {

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                databaseUrl, keyFile.toString(), provider.toString(), ahead.toString(), String.valueOf(pooled)));
        folder.map(Path::toString).ifPresent(arguments::add);
        return arguments;
    }

    static NodeOptions parse(String[] arguments) {
        return new NodeOptions(
                arguments[0],
                Path.of(arguments[1]),
                URI.create(arguments[2]),
                Duration.parse(arguments[3]),
                Boolean.parseBoolean(arguments[4]),
                arguments.length > 5 ? Optional.of(Path.of(arguments[5])) : Optional.empty());
    }
}
