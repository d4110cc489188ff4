package org.valija.tests.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Looks a hundred times a second how large SQLite's write-ahead log is: it only grows until it is cut off. */
final class WriteAheadLog implements AutoCloseable {

    private static final long PAUSE_MILLIS = 10;

    private final Path file;
    private final Thread thread;
    private volatile long largest;

    private WriteAheadLog(Path file) {
        this.file = file;
        this.thread = Thread.ofPlatform().daemon().start(this::look);
    }

    static WriteAheadLog watch(Path file) {
        return new WriteAheadLog(file);
    }

    /** Octets that it had at most; none where there is no such file. */
    long largest() {
        return largest;
    }

    private void look() {
        try {
            while (true) {
                largest = Math.max(largest, size());
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
