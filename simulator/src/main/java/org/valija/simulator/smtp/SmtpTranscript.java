package org.valija.simulator.smtp;

import java.util.List;

/**
 * What was said on one connection.
 *
 * @param connection counts from 1
 * @param lines {@code C: } and {@code S: } lines in order; credentials show as {@code •••} and content as its length
 */
public record SmtpTranscript(long connection, List<String> lines) {

    public SmtpTranscript {
        lines = List.copyOf(lines);
    }

    @Override
    public String toString() {
        return "connection " + connection + "\n" + String.join("\n", lines);
    }
}
