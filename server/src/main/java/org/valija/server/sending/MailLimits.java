package org.valija.server.sending;

/** What a mail may hold, and sizes as people say them. */
public final class MailLimits {

    /** Octets of all attachments; base64 makes them a third larger, and Gmail takes 35,882,577 octets. */
    public static final long LARGEST = 25L * 1024 * 1024;

    private static final long MEGABYTE = 1024 * 1024;

    private MailLimits() {}

    /** Rounded up. */
    public static long megabytes(long octets) {
        return (octets + MEGABYTE - 1) / MEGABYTE;
    }
}
