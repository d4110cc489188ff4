package org.valija.server.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A folder of this process alone, for files that none needs after it. Several processes may work on one data folder, as a
 * command does beside the service: a lock beside each folder tells whose process lives, and what dead ones left is deleted
 * when the next one begins. Thread-safe.
 */
public final class ScratchFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    /** What all of them are in, below the data folder. */
    public static final String PARENT = "tmp";

    private static final String LOCK = ".lock";
    private static final int ATTEMPTS = 10;

    /** Locks of this process, which it must not try: on Linux, looking at one in vain would let it go. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Claim claim;

    private ScratchFolder(Path folder, Claim claim) {
        this.folder = folder;
        this.claim = claim;
    }

    /** A lock that this process holds. */
    private record Claim(Path file, FileChannel channel) {

        /** Empty where another process has it, or its file is gone. */
        @SuppressWarnings("resource") // what is locked stays open
        static Optional<Claim> of(Path file, StandardOpenOption... options) throws IOException {
            if (!OWN.add(file)) {
                return Optional.empty();
            }
            FileChannel channel = null;
            boolean locked = false;
            try {
                channel = FileChannel.open(file, options);
                locked = channel.tryLock() != null && Files.exists(file);
                return locked ? Optional.of(new Claim(file, channel)) : Optional.empty();
            } finally {
                if (!locked) {
                    letGo(file, channel);
                }
            }
        }

        private static void letGo(Path file, @Nullable FileChannel channel) throws IOException {
            try {
                if (channel != null) {
                    channel.close();
                }
            } finally {
                OWN.remove(file);
            }
        }

        /** Deletes the folder, then the lock's file; while it is open, Windows does not delete it. */
        void delete(Path folder) throws IOException {
            try {
                FileSystemUtils.deleteRecursively(folder);
            } finally {
                letGo(file, channel);
            }
            Files.deleteIfExists(file);
        }
    }

    /**
     * Makes one, and deletes what processes left that live no more.
     *
     * @throws UncheckedIOException when it cannot be made
     */
    public static ScratchFolder in(Path place) {
        try {
            Path parent = Files.createDirectories(place).toRealPath();
            empty(parent);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                String name = UUID.randomUUID().toString();
                Path lock = parent.resolve(name + LOCK);
                Optional<Claim> claim = Claim.of(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                if (claim.isPresent()) {
                    Path folder = parent.resolve(name);
                    OwnersAlone.createFolder(folder);
                    return new ScratchFolder(folder, claim.get());
                }
            }
            throw new FileAlreadyExistsException(parent.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for temporary files cannot be made: " + e, e);
        }
    }

    /** Whose lock is free has ended. What cannot be deleted now keeps its lock's file, and so is tried again. */
    private static void empty(Path parent) throws IOException {
        List<Path> locks;
        try (Stream<Path> files = Files.list(parent)) {
            locks = files.filter(file -> file.toString().endsWith(LOCK)).toList();
        }
        for (Path lock : locks) {
            try {
                Optional<Claim> claim = Claim.of(lock, StandardOpenOption.WRITE);
                if (claim.isPresent()) {
                    claim.get().delete(folderOf(lock));
                }
            } catch (IOException e) {
                LOG.warn("{} is left for the next start: {}", lock, e.toString());
            }
        }
    }

    private static Path folderOf(Path lock) {
        String name = lock.toString();
        return Path.of(name.substring(0, name.length() - LOCK.length()));
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /**
     * A new file, which its owner alone can read.
     *
     * @throws IOException when the disk does not take it
     */
    public Path newFile() throws IOException {
        return Files.createTempFile(folder, "", "");
    }

    /** Deletes it with what is in it; what cannot be deleted is left for the next start. */
    @Override
    public void close() {
        try {
            claim.delete(folder);
        } catch (IOException e) {
            LOG.warn("{} is left for the next start: {}", folder, e.toString());
        }
    }
}
