package org.valija.server.sending;

/** Sizes as people say them. */
final class Limits {

    private static final long MEGABYTE = 1024 * 1024;

    private Limits() {}

    static long megabytes(long octets) {
        return (octets + MEGABYTE - 1) / MEGABYTE;
    }
}
