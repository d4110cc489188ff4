package org.valija.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that starts the service. */
final class ServiceOptions {

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--port", paramLabel = "PORT", descriptionKey = "port")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", descriptionKey = "host")
    private @Nullable String host;

    /** What the options say, as the service's properties. */
    Map<String, Object> properties() {
        return properties(defaultFolder());
    }

    /** The same with another data folder where none was named. */
    Map<String, Object> properties(Path otherwise) {
        Path folder = data.folder().orElse(otherwise).toAbsolutePath();
        create(folder);
        Map<String, Object> properties = data.properties(folder);
        Optional.ofNullable(port).ifPresent(value -> properties.put("server.port", value));
        Optional.ofNullable(host).ifPresent(value -> properties.put("server.address", value));
        return properties;
    }

    boolean namesFolder() {
        return data.folder().isPresent();
    }

    static Path defaultFolder() {
        return DataOptions.defaultFolder();
    }

    static void create(Path folder) {
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
