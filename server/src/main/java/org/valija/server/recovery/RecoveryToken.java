package org.valija.server.recovery;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import org.valija.server.users.Sha256;

/** What a link says: 256 random bits. The database gets its hash alone. */
record RecoveryToken(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OCTETS = 32;
    private static final String PURPOSE = "valija recovery link\n";

    static RecoveryToken random() {
        byte[] octets = new byte[OCTETS];
        RANDOM.nextBytes(octets);
        return new RecoveryToken(Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
    }

    /** As it is stored. */
    String hash() {
        return Sha256.hex(PURPOSE + value);
    }

    /** The link at that console. */
    URI link(URI console) {
        return console.resolve(RecoveryController.PATH + "/" + value);
    }

    /** Never prints it: who has it can set the key. */
    @Override
    public String toString() {
        return "•••";
    }
}
