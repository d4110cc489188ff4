package org.valija.server.delivery;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    DeliveryLedger.class,
    DocumentDeliveries.class,
    DocumentDeliveryTable.class,
    DocumentFields.class,
    DocumentMail.class,
    DocumentSendController.class,
    DraftDeliveries.class,
    MailTemplateTable.class,
    MailTexts.class,
    UsedTextTable.class
})
public class DeliveryFeature {}
