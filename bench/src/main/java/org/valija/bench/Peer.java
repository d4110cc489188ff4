package org.valija.bench;

import java.io.IOException;
import java.util.Optional;

/** Somebody who hands mails in, ourselves included. */
interface Peer extends AutoCloseable {

    String name();

    /** Why it cannot take part here; empty when it can. */
    default Optional<String> absence() {
        return Optional.empty();
    }

    /** Hands in that many mails of 10 KB over that many connections, and returns when all were accepted. */
    void send(int port, int connections, int mails) throws IOException, InterruptedException;

    @Override
    default void close() {}
}
