package org.valija.simulator.tls;

/** Which certificate a server shows. */
public enum ServerCertificate {
    /** Issued by the simulator's CA for {@code localhost}, {@code 127.0.0.1} and {@code smtp.simulator.test}. */
    TRUSTED,
    /** Issued by the simulator's CA for another host name. */
    MISMATCHED,
    /** For the right names, by a CA nobody knows. */
    UNTRUSTED
}
