package org.valija.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that works on an installation's data: where it is, and its configuration. */
final class DataOptions {

    @Option(names = "--data", paramLabel = "FOLDER", descriptionKey = "data")
    private @Nullable Path data;

    @Option(names = "--config", paramLabel = "FILE", descriptionKey = "config")
    private @Nullable Path config;

    Optional<Path> folder() {
        return Optional.ofNullable(data);
    }

    /** Whether either was given. */
    boolean isGiven() {
        return data != null || config != null;
    }

    /** What the options say, as properties; the folder need not be there. */
    Map<String, Object> properties() {
        return properties(folder().orElseGet(DataOptions::defaultFolder));
    }

    /** The same with this data folder. */
    Map<String, Object> properties(Path chosen) {
        Path folder = chosen.toAbsolutePath();
        Path file = config == null ? folder.resolve("valija.yaml") : config;
        if (config != null && Files.notExists(config)) {
            throw new IllegalArgumentException("There is no configuration file " + config);
        }
        Map<String, Object> properties = new HashMap<>();
        properties.put("valija.data", folder.toString());
        properties.put(
                "spring.config.additional-location",
                (config == null ? "optional:" : "") + "file:" + file.toAbsolutePath());
        return properties;
    }

    /** design.md, Homes. */
    static Path defaultFolder() {
        String variable = System.getenv("VALIJA_DATA");
        if (variable != null && !variable.isBlank()) {
            return Path.of(variable);
        }
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");
        String programData = System.getenv("ProgramData");
        return windows && programData != null
                ? Path.of(programData, "Valija")
                : Path.of(System.getProperty("user.home"), ".local", "share", "valija");
    }
}
