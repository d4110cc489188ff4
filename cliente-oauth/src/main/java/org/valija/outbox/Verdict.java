package org.valija.outbox;

import java.util.Optional;

/**
 * What becomes of a mail after an attempt.
 *
 * @param mail as it is from now on
 * @param attempt what is kept of the attempt; empty when the mail was not begun after all
 * @param trouble what it tells of the whole account
 */
record Verdict(OutboxMail mail, Optional<Attempt> attempt, Optional<Trouble> trouble) {

    boolean hasEnded() {
        return mail.endedAt().isPresent();
    }
}
