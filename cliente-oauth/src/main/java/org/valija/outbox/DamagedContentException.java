package org.valija.outbox;

import java.io.IOException;

/** A stored content is not as it was accepted: somebody or something changed the database from outside. */
public final class DamagedContentException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedContentException(String message) {
        super(message);
    }
}
