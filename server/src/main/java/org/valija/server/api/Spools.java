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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.valija.server.scratch.ScratchFolder;
import org.valija.server.secrets.Sha256;

/**
 * The files of one request: up to 256 KB in memory, larger ones in temporary files that only their owner can read and that
 * {@link #close()} deletes. Not thread-safe.
 */
final class Spools implements AutoCloseable {

    static final int LARGEST_MEGABYTES = 25;

    /** Octets of all files; base64 makes them a third larger, and Gmail takes 35,882,577 octets. */
    static final long LARGEST = LARGEST_MEGABYTES * 1024L * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Spools.class);
    private static final int IN_MEMORY = 256 * 1024;

    private final ScratchFolder scratch;
    private final List<Path> files = new ArrayList<>();
    private long total;

    Spools(ScratchFolder scratch) {
        this.scratch = scratch;
    }

    /** Writes a file's octets. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Keeps a file.
     *
     * @throws ApiException when all files together become too large, or this server's disk does not take them
     * @throws UncheckedIOException when the source cannot be read
     */
    Spooled keep(Source source) {
        try (Spool spool = new Spool()) {
            source.writeTo(spool);
            return spool.finished();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What cannot be deleted goes with the folder that it is in: the request is answered all the same. */
    @Override
    public void close() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("{} is left for the next start: {}", file, e.toString());
            }
        }
    }

    /** Not the source's trouble, and so told apart from that. */
    private static ApiException unwritable(IOException e) {
        LOG.error("temporary files cannot be written", e);
        return ApiException.withoutDisk();
    }

    private final class Spool extends OutputStream {
        private final MessageDigest digest = Sha256.digest();
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private @Nullable Path file;
        private @Nullable OutputStream toFile;
        private long size;

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            total += length;
            size += length;
            if (total > LARGEST) {
                throw ApiException.of(Problem.TOO_LARGE, LARGEST_MEGABYTES);
            }
            digest.update(source, offset, length);
            try {
                if (toFile == null && size > IN_MEMORY) {
                    begin();
                }
                OutputStream target = toFile == null ? memory : toFile;
                target.write(source, offset, length);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        private void begin() throws IOException {
            Path made = scratch.newFile();
            files.add(made);
            file = made;
            OutputStream target = Files.newOutputStream(made);
            toFile = target;
            memory.writeTo(target);
            memory.reset();
        }

        @Override
        public void close() {
            OutputStream target = toFile;
            if (target != null) {
                try {
                    target.close();
                } catch (IOException e) {
                    throw unwritable(e);
                }
            }
        }

        Spooled finished() {
            close();
            return new Spooled(
                    file == null ? memory.toByteArray() : null,
                    file,
                    size,
                    HexFormat.of().formatHex(digest.digest()));
        }
    }
}
