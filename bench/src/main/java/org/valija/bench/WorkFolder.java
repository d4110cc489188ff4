package org.valija.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a bench keeps queues and databases: a folder beside what was built, for /tmp is memory on some systems. */
final class WorkFolder implements AutoCloseable {

    private final Path path;

    private WorkFolder(Path path) {
        this.path = path;
    }

    static WorkFolder create() throws IOException {
        Path built = Path.of(System.getProperty("valija.home", "."), "bench", "target")
                .toAbsolutePath()
                .normalize();
        Path folder = Files.isDirectory(built)
                ? Files.createTempDirectory(built, "work")
                : Files.createTempDirectory("valija-bench");
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            // Servers that are not root any more have their folders inside.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
        return new WorkFolder(folder);
    }

    Path path() {
        return path;
    }

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException e) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }
}
