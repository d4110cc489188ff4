package org.valija.outbox;

import java.util.List;
import java.util.Optional;

/**
 * A part of what was searched for, the latest first.
 *
 * @param mails found
 * @param olderThan where the search goes on; empty when there is no more. May be there though no mail was found: words are
 *     looked for in so many mails at a time
 */
public record MailPage(List<OutboxMail> mails, Optional<Long> olderThan) {
    public MailPage {
        mails = List.copyOf(mails);
    }
}
