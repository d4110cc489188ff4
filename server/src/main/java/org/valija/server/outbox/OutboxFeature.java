package org.valija.server.outbox;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({OutboxConfiguration.class, OutboxController.class, OutboxCore.class, OutboxHeads.class, OutgoingMails.class})
public class OutboxFeature {}
