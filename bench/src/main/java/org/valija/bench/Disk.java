package org.valija.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What the disk under a folder can do, for whoever compares figures of two machines. */
final class Disk {

    private static final int APPENDED = 512;
    private static final int SPELLS = 5;
    private static final long SPELL_NANOS = 400_000_000;

    private Disk() {}

    /** The kind of file system; {@code tmpfs} would make every durability a pretence. */
    static String kind(Path folder) throws IOException {
        return Files.getFileStore(folder).type();
    }

    /** How often a second something small can be appended to a file and made durable (fdatasync). */
    static double syncsPerSecond(Path folder) throws IOException {
        Path file = folder.resolve("syncs");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            syncs(channel);
            List<Double> rates = new ArrayList<>();
            for (int i = 0; i < SPELLS; i++) {
                rates.add(syncs(channel));
            }
            return Medians.of(rates);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static double syncs(FileChannel channel) throws IOException {
        long begin = System.nanoTime();
        int count = 0;
        while (System.nanoTime() - begin < SPELL_NANOS) {
            append(channel);
            count++;
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }

    private static void append(FileChannel channel) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(APPENDED);
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
        channel.force(false);
    }
}
