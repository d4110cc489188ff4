package org.valija.simulator.smtp;

import java.util.Locale;

/**
 * One line from the client.
 *
 * @param octets its length with the line end
 * @param complete false when it was longer than the server keeps
 * @param wellEnded whether it ended with CR LF and held no other CR
 */
record CommandLine(String text, int octets, boolean complete, boolean wellEnded) {

    String verb() {
        int space = text.indexOf(' ');
        return (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
    }

    String argument() {
        int space = text.indexOf(' ');
        return space < 0 ? "" : text.substring(space + 1).strip();
    }
}
