package org.valija.mail;

/** How a connection is encrypted. There is no way to ask for less than was agreed. */
public enum TlsMode {
    /** In clear at first, encrypted before anything else is said (RFC 3207). */
    STARTTLS,
    /** Encrypted from the first octet (RFC 8314 §3). */
    IMPLICIT,
    /** Never; only towards this machine itself. */
    NONE
}
