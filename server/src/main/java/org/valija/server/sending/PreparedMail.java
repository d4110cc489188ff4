package org.valija.server.sending;

import org.valija.mail.MailContent;
import org.valija.mail.OutgoingMail;

/**
 * A mail with the octets that it leaves as.
 *
 * @param sha256 of the octets, in hex
 * @param release deletes what the octets were kept in for the while
 */
public record PreparedMail(OutgoingMail mail, MailContent content, String sha256, Runnable release)
        implements AutoCloseable {

    @Override
    public void close() {
        release.run();
    }
}
