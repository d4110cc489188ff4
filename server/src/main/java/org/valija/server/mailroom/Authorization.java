package org.valija.server.mailroom;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** An authorisation that was begun and waits for its user at the browser. Closed, it takes no answer any more. */
public interface Authorization extends AutoCloseable {

    /** What the user opens in the browser. */
    URI address();

    /** How long its user has from the beginning. */
    Duration patience();

    /**
     * Waits for the browser to come back.
     *
     * @return whose authorisation came about, or empty when nothing came in that time
     */
    Optional<Authorized> await(Duration patience) throws InterruptedException;

    @Override
    void close();

    /**
     * An authorisation that came about.
     *
     * @param user whose it is
     * @param address that may be sent from now
     */
    record Authorized(String user, String address) {}
}
