package org.valija.server.users;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** What one customer of a network is given: attempts are counted by it, since whoever holds it holds every address in it. */
public final class Subscriber {

    /** An IPv6 customer gets at least a /64 (RFC 6177 section 2, RFC 4291 section 2.5.1). */
    private static final int NETWORK_OCTETS = 8;

    private Subscriber() {}

    /** The name of whom an address belongs to: IPv4 is one customer's whole, of IPv6 it is the network half. */
    public static String of(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.ofDelimiter(":").formatHex(parsed.getAddress(), 0, NETWORK_OCTETS) + "/64"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            // A proxy may name who asks in its own words (RFC 7239 section 6.3).
            return address;
        }
    }
}
