package org.valija.server.secondfactor;

import java.io.Serializable;
import org.valija.oauth.Secret;

/** A second factor that is being set up, in the session of its user until a code of it was typed. */
record PendingFactor(String base32) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The attribute of the session that holds it. */
    static final String ATTRIBUTE = "valija.pending-factor";

    static PendingFactor create() {
        return new PendingFactor(Totp.newSecret().reveal());
    }

    Secret secret() {
        return Secret.of(base32);
    }

    /** To type where the QR cannot be read: in groups of four. */
    String groups() {
        return base32.replaceAll("(.{4})(?=.)", "$1 ");
    }

    /** Never prints it: who has it makes the codes. */
    @Override
    public String toString() {
        return "•••";
    }
}
