package org.valija.server.recovery;

import java.net.URI;
import org.valija.server.secrets.Random256;
import org.valija.server.secrets.Sha256;

/** What a link says: 256 random bits. The database gets its hash alone. */
record RecoveryToken(String value) {

    private static final String PURPOSE = "valija recovery link\n";

    static RecoveryToken random() {
        return new RecoveryToken(Random256.next());
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
