package org.valija.server.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * By which name this process is known to the other nodes: the same after a restart, and never that of another process that
 * lives. It stands in a file of the data folder, {@code node-1.id}, whose lock is held as long as the process lives; a second
 * process of the same folder finds it taken and goes by {@code node-2.id}.
 */
public final class NodeIdentity implements AutoCloseable {

    private static final int MOST_OF_A_FOLDER = 100;
    private static final int LONGEST = 50;
    private static final int LONGEST_HOST = 30;

    private final FileChannel file;
    private final String name;

    private NodeIdentity(FileChannel file, String name) {
        this.file = file;
        this.name = name;
    }

    /**
     * Takes the first name that is free, or makes one.
     *
     * @throws UncheckedIOException when the folder cannot be written
     */
    static NodeIdentity claim(Path folder) {
        for (int i = 1; i <= MOST_OF_A_FOLDER; i++) {
            Optional<NodeIdentity> claimed = claim(folder, "node-" + i + ".id");
            if (claimed.isPresent()) {
                return claimed.get();
            }
        }
        throw new IllegalStateException(MOST_OF_A_FOLDER + " processes work on the folder " + folder);
    }

    private static Optional<NodeIdentity> claim(Path folder, String fileName) {
        try {
            FileChannel file = FileChannel.open(
                    folder.resolve(fileName),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (isFree(file)) {
                return Optional.of(new NodeIdentity(file, nameIn(file)));
            }
            file.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("This node's name cannot be kept in " + folder, e);
        }
    }

    private static boolean isFree(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another service of this very process.
            return false;
        }
    }

    private static String nameIn(FileChannel file) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(LONGEST + 2);
        file.read(octets, 0);
        String kept = StandardCharsets.US_ASCII.decode(octets.flip()).toString().strip();
        if (kept.matches("[A-Za-z0-9.-]{1," + LONGEST + "}")) {
            return kept;
        }
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        String made = host() + "-" + HexFormat.of().formatHex(random);
        file.truncate(0);
        file.write(ByteBuffer.wrap((made + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        file.force(true);
        return made;
    }

    /** For whoever reads it; the name service is not asked, which may take its time. */
    private static String host() {
        return Stream.of("COMPUTERNAME", "HOSTNAME")
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .map(value -> value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", ""))
                .filter(value -> !value.isEmpty())
                .map(value -> value.substring(0, Math.min(value.length(), LONGEST_HOST)))
                .findFirst()
                .orElse("node");
    }

    /** The node's name. */
    public String name() {
        return name;
    }

    /** Gives the name free. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
