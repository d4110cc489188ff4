package org.valija.server.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one request: up to 256 KB in memory, larger ones in temporary files that only their owner can read and that
 * {@link #close()} deletes. Not thread-safe.
 */
final class Spools implements AutoCloseable {

    static final int LARGEST_MEGABYTES = 25;

    /** Octets of all files; base64 makes them a third larger, and Gmail takes 35,882,577 octets. */
    static final long LARGEST = LARGEST_MEGABYTES * 1024L * 1024;

    private static final int IN_MEMORY = 256 * 1024;

    private final List<Path> files = new ArrayList<>();
    private long total;

    /** Writes a file's octets. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Keeps a file.
     *
     * @throws ApiException when all files together become too large
     */
    Spooled keep(Source source) {
        try (Spool spool = new Spool()) {
            source.writeTo(spool);
            return spool.finished();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Spool extends OutputStream {
        private final MessageDigest digest = Random256.sha256();
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private @Nullable Path file;
        private @Nullable OutputStream toFile;
        private long size;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            total += length;
            size += length;
            if (total > LARGEST) {
                throw ApiException.of(Problem.TOO_LARGE, LARGEST_MEGABYTES);
            }
            digest.update(source, offset, length);
            OutputStream target = toFile;
            if (target == null && size > IN_MEMORY) {
                Path made = Files.createTempFile("valija-", ".upload");
                files.add(made);
                file = made;
                target = Files.newOutputStream(made);
                toFile = target;
                memory.writeTo(target);
                memory.reset();
            }
            if (target == null) {
                memory.write(source, offset, length);
            } else {
                target.write(source, offset, length);
            }
        }

        @Override
        public void close() throws IOException {
            OutputStream target = toFile;
            if (target != null) {
                target.close();
            }
        }

        Spooled finished() throws IOException {
            close();
            return new Spooled(
                    file == null ? memory.toByteArray() : null,
                    file,
                    size,
                    HexFormat.of().formatHex(digest.digest()));
        }
    }
}
