package org.valija.server.outbox;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    MailWords.class,
    OutboxConfiguration.class,
    OutboxController.class,
    OutboxHeads.class,
    OutboxSnapshot.class,
    OutgoingMails.class
})
public class OutboxFeature {}
