package org.valija.server.consent;

import java.net.URI;
import org.valija.server.secrets.Random256;
import org.valija.server.secrets.Sha256;

/**
 * A link with what stands in its address: 256 random bits, of which the database gets the hash alone.
 *
 * @param link as it is kept
 * @param value what stands in the address
 */
public record BegunConsent(ConsentLink link, String value) {

    static BegunConsent of(ConsentLink link) {
        return new BegunConsent(link, Random256.next());
    }

    /** Its address at that console. */
    public URI address(URI console) {
        return console.resolve(ConsentController.PATH + "/" + value);
    }

    String hash() {
        return Sha256.hex(value);
    }

    /** The same, carried by a mail. */
    public BegunConsent mailed(String to, long mail) {
        return new BegunConsent(link.mailed(to, mail), value);
    }

    /** Never prints the value: who has it can authorise. */
    @Override
    public String toString() {
        return "BegunConsent[" + link.id() + "]";
    }
}
