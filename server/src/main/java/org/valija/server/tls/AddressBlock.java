package org.valija.server.tls;

import java.net.InetAddress;

/**
 * Addresses that begin alike (RFC 4632).
 *
 * @param network one of them
 * @param bits how many of their bits are the same
 */
public record AddressBlock(InetAddress network, int bits) {

    /**
     * Reads {@code 10.0.0.0/24}, or one address.
     *
     * @throws IllegalArgumentException when it is neither; names are none
     */
    public static AddressBlock valueOf(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress network = InetAddress.ofLiteral(parts[0]);
        int most = network.getAddress().length * Byte.SIZE;
        int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(text + " is no block of addresses");
        }
        return new AddressBlock(network, bits);
    }

    /** Whether that is one of them; what is no address is not. */
    public boolean contains(String address) {
        byte[] ours = network.getAddress();
        byte[] theirs;
        try {
            theirs = InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
