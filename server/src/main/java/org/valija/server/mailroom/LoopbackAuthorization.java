package org.valija.server.mailroom;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.valija.ClienteOauth;
import org.valija.oauth.LoopbackReceiver;

/** One whose browser comes back to a port of this machine, or whose last address is pasted. */
public abstract class LoopbackAuthorization implements Authorization {

    private final LoopbackReceiver receiver;

    LoopbackAuthorization(LoopbackReceiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public final Duration patience() {
        return ClienteOauth.PATIENCE;
    }

    @Override
    public final Optional<Authorized> await(Duration patience) throws InterruptedException {
        return receiver.await(patience).map(URI::toString).map(this::complete);
    }

    /** Completes with the address that the browser ended at, from wherever it was. */
    public abstract Authorized complete(String finalAddress);

    @Override
    public final void close() {
        receiver.close();
    }
}
