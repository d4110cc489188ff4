package org.valija.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that starts the service. */
final class ServiceOptions {

    @Option(names = "--data", paramLabel = "FOLDER", descriptionKey = "data")
    private @Nullable Path data;

    @Option(names = "--port", paramLabel = "PORT", descriptionKey = "port")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", descriptionKey = "host")
    private @Nullable String host;

    @Option(names = "--config", paramLabel = "FILE", descriptionKey = "config")
    private @Nullable Path config;

    /** What the options say, as the service's properties. */
    Map<String, Object> properties() {
        Path folder = data == null ? defaultFolder() : data;
        return properties(folder.toAbsolutePath());
    }

    /** The same with another data folder where none was named. */
    Map<String, Object> properties(Path otherwise) {
        Path folder = (data == null ? otherwise : data).toAbsolutePath();
        create(folder);
        Path file = config == null ? folder.resolve("valija.yaml") : config;
        Map<String, Object> properties = new HashMap<>();
        properties.put("valija.data", folder.toString());
        properties.put(
                "spring.config.additional-location",
                (config == null ? "optional:" : "") + "file:" + file.toAbsolutePath());
        Optional.ofNullable(port).ifPresent(value -> properties.put("server.port", value));
        Optional.ofNullable(host).ifPresent(value -> properties.put("server.address", value));
        return properties;
    }

    boolean namesFolder() {
        return data != null;
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

    private static void create(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                return;
            }
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }
}
