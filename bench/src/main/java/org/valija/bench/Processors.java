package org.valija.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;

/** How busy all processors of the machine were, with everything that ran on them (Linux, proc(5)). */
final class Processors {

    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int FIELDS = 8;

    private final long[] begun;

    private Processors(long[] begun) {
        this.begun = begun;
    }

    static Processors watch() throws IOException {
        return new Processors(read());
    }

    /** The part of their time since then in which they worked; empty where the system does not tell. */
    OptionalDouble busy() throws IOException {
        long[] now = read();
        if (now.length < FIELDS || begun.length < FIELDS) {
            return OptionalDouble.empty();
        }
        long all = 0;
        for (int i = 0; i < FIELDS; i++) {
            all += now[i] - begun[i];
        }
        long idle = now[IDLE] - begun[IDLE] + now[WAITING] - begun[WAITING];
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - (double) idle / all);
    }

    private static long[] read() throws IOException {
        if (!Files.isReadable(STAT)) {
            return new long[0];
        }
        String all = Files.readString(STAT).lines().findFirst().orElse("");
        return Arrays.stream(all.split(" +")).skip(1).mapToLong(Long::parseLong).toArray();
    }
}
