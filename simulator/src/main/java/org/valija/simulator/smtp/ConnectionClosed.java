package org.valija.simulator.smtp;

import java.io.IOException;

/** The server itself ended the connection; nothing is left to do on it. */
final class ConnectionClosed extends IOException {

    private static final long serialVersionUID = 1L;

    ConnectionClosed() {
        super("Closed by the server");
    }
}
