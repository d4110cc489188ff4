package org.valija.server.recovery;

import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.users.AddressWatch;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.User;

/** Tells by mail from the system mailbox who changed a user's recovery address, at the address that was. Thread-safe. */
@Component
class AddressNotices implements AddressWatch {

    private final SystemMailbox mailbox;
    private final RecoveryMails mails;
    private final CurrentUser current;

    AddressNotices(SystemMailbox mailbox, RecoveryMails mails, CurrentUser current) {
        this.mailbox = mailbox;
        this.mails = mails;
        this.current = current;
    }

    @Override
    public Optional<Notice> notice(User user) {
        return mailbox.sender()
                .map(from -> new MailNotice(
                        mails, from, mails.moved(from, user, current.code(), LocaleContextHolder.getLocale())));
    }
}
