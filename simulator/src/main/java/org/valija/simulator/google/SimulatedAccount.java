package org.valija.simulator.google;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** A Google account: an address in lower case and the person's name. */
public record SimulatedAccount(String address, String name) {

    /** The stable identifier, of 21 digits as Google's. */
    public String subject() {
        byte[] hash = Hashes.sha256(address.getBytes(StandardCharsets.UTF_8));
        BigInteger number = new BigInteger(1, hash).mod(BigInteger.TEN.pow(20));
        return "1" + String.format("%020d", number);
    }
}
