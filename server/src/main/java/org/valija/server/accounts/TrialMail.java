package org.valija.server.accounts;

import java.time.Clock;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.mail.DeliveryListener;
import org.valija.mail.MailSender;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.server.web.Say;

/** <em>Probar</em>: a mail from the account to itself. */
@Component
class TrialMail {

    private final MailSender sender;
    private final Accounts accounts;
    private final MessageSource messages;
    private final Clock clock;

    TrialMail(MailSender sender, Accounts accounts, MessageSource messages, Clock clock) {
        this.sender = sender;
        this.accounts = accounts;
        this.messages = messages;
        this.clock = clock;
    }

    /** Sends it; gives what is wrong, or nothing when the mail was accepted. */
    Optional<Say> run(Grant grant) {
        OutgoingMail mail = OutgoingMail.builder(clock)
                .from(grant.email())
                .to(grant.email())
                .subject(text("accounts.test.subject"))
                .text(text("accounts.test.body"))
                .build();
        Outcome outcome = sender.send(grant.id(), mail, DeliveryListener.SILENT);
        return accounts.diagnose(grant, outcome).map(Say::of);
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}
