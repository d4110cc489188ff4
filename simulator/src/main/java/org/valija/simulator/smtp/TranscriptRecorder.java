package org.valija.simulator.smtp;

import java.util.ArrayList;
import java.util.List;

/** Writes one connection's transcript. Thread-safe. */
final class TranscriptRecorder {

    private static final int KEPT_LINES = 5_000;

    private final long connection;
    private final List<String> lines = new ArrayList<>();

    TranscriptRecorder(long connection) {
        this.connection = connection;
    }

    void client(String line) {
        add("C: " + line);
    }

    void server(String line) {
        add("S: " + line);
    }

    void event(String text) {
        add("-- " + text);
    }

    synchronized SmtpTranscript snapshot() {
        return new SmtpTranscript(connection, lines);
    }

    private synchronized void add(String line) {
        if (lines.size() < KEPT_LINES) {
            lines.add(line);
        }
    }
}
