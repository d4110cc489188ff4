package org.valija.bench;

import java.io.IOException;
import java.util.Optional;

/** Somebody who takes mail into a durable queue and delivers it from there, ourselves included. */
interface QueuePeer extends AutoCloseable {

    String name();

    /** Why it cannot take part here; empty when it can. */
    default Optional<String> absence() {
        return Optional.empty();
    }

    /** Makes it ready to take mail for a server on loopback. */
    void start(int sinkPort) throws IOException, InterruptedException;

    /** Hands in that many mails of 10 KB by that many senders, and returns when all are durably accepted. */
    void accept(int senders, int mails) throws IOException, InterruptedException;

    /** Waits for the work that is left when everything has arrived, lest the next peer pays for it. */
    void settle() throws IOException, InterruptedException;

    /** Ends what was started, whatever it has left to do; harmless when nothing was, or a second time. */
    @Override
    void close();
}
