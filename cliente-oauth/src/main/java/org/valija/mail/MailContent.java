package org.valija.mail;

import java.io.IOException;
import java.io.InputStream;

/** The octets of a mail as they go over the wire: header and MIME parts, lines ended by CRLF. Implementations are thread-safe. */
public interface MailContent {

    /** Exact number of octets that {@link #open()} gives. */
    long size();

    /** The octets from their beginning, as often as asked. */
    InputStream open() throws IOException;

    /** Whether header fields hold addresses that only SMTPUTF8 carries (RFC 6532). */
    boolean needsSmtpUtf8();
}
