package org.valija.server.recovery;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    AddressNotices.class,
    MailboxAttention.class,
    MailboxController.class,
    Recovery.class,
    RecoveryConfiguration.class,
    RecoveryController.class,
    RecoveryCore.class,
    RecoveryDesk.class,
    RecoveryMails.class,
    RecoveryRequestTable.class,
    RecoveryThrottle.class,
    StrandedMails.class,
    RemovalNotices.class,
    SystemMailbox.class,
    SystemMailboxTable.class,
    SystemMails.class
})
public class RecoveryFeature {}
