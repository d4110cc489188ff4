package org.valija.server.recovery;

import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.secondfactor.RemovalWatch;
import org.valija.server.users.AddressWatch.Notice;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.User;

/** Tells by mail from the system mailbox who took a user's second factor away, at the recovery address. Thread-safe. */
@Component
class RemovalNotices implements RemovalWatch {

    private final SystemMailbox mailbox;
    private final RecoveryMails mails;
    private final CurrentUser current;

    RemovalNotices(SystemMailbox mailbox, RecoveryMails mails, CurrentUser current) {
        this.mailbox = mailbox;
        this.mails = mails;
        this.current = current;
    }

    @Override
    public Optional<Notice> removed(User user) {
        return mailbox.sender()
                .map(from -> new MailNotice(
                        mails, from, mails.removed(from, user, current.code(), LocaleContextHolder.getLocale())));
    }
}
