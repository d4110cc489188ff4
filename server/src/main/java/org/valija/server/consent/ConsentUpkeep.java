package org.valija.server.consent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.valija.server.recovery.SystemMailWork;
import org.valija.server.recovery.SystemMails;

/**
 * Takes back mails whose link has ended before they left, notes mailboxes that were authorised in another way, and forgets old
 * links. Thread-safe.
 */
@Component
class ConsentUpkeep implements SystemMailWork {

    private static final Duration PROGRAMS_REMEMBERED = Duration.ofDays(7);
    private static final Duration REQUESTS_REMEMBERED = Duration.ofDays(180);

    private final ConsentLinkTable table;
    private final ConsentLinks links;
    private final SystemMails mails;
    private final Clock clock;

    ConsentUpkeep(ConsentLinkTable table, ConsentLinks links, SystemMails mails, Clock clock) {
        this.table = table;
        this.links = links;
        this.mails = mails;
        this.clock = clock;
    }

    @Override
    public void run() {
        table.unanswered().stream()
                .filter(link -> links.state(link) == ConsentState.DONE)
                .forEach(links::given);
        table.mailed().stream().filter(link -> !links.state(link).isOpen()).forEach(this::withdraw);
        Instant now = clock.instant();
        table.forget(now.minus(PROGRAMS_REMEMBERED), now.minus(REQUESTS_REMEMBERED));
    }

    private void withdraw(ConsentLink link) {
        link.outboxId().ifPresent(mails::withdraw);
        table.forgetMail(link.id());
    }
}
