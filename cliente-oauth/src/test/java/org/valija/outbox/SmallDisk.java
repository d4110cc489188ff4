package org.valija.outbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** A file system of a few megabytes that can be filled to its last octet: a real one, which only root on Linux may mount. */
final class SmallDisk implements AutoCloseable {

    private static final String BALLAST = "ballast";
    private static final byte[] BLOCK = new byte[4096];

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Empty where this process may not mount one. */
    static Optional<SmallDisk> mount(int megabytes) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        try {
            Path path = Files.createTempDirectory("valija-disk");
            if (run("mount", "-t", "tmpfs", "-o", "mode=755,size=" + megabytes + "m", "valija-test", path.toString())) {
                return Optional.of(new SmallDisk(path));
            }
            Files.delete(path);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder on it that belongs to somebody. */
    Path folder(String name, UserPrincipal owner) {
        try {
            return Files.setOwner(Files.createDirectory(path.resolve(name)), owner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    /** Leaves no room at all. */
    void fill() {
        try (OutputStream ballast = Files.newOutputStream(path.resolve(BALLAST))) {
            while (true) {
                ballast.write(BLOCK);
            }
        } catch (IOException e) {
            if (free() > 0) {
                throw new UncheckedIOException("not filled", e);
            }
        }
    }

    /** Gives the room back. */
    void empty() {
        try {
            Files.deleteIfExists(path.resolve(BALLAST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long free() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What is open on it keeps it until it is closed. */
    @Override
    public void close() {
        try {
            if (!run("umount", "--lazy", path.toString())) {
                throw new IllegalStateException(path + " cannot be taken away");
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
