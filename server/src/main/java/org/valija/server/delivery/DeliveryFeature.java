package org.valija.server.delivery;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    DeliveryConfiguration.class,
    DeliveryLedger.class,
    DeliveryRecord.class,
    DocumentDeliveries.class,
    DocumentDeliveryTable.class,
    DocumentFields.class,
    DocumentMail.class,
    DocumentSendController.class,
    DocumentStandings.class,
    DraftDeliveries.class,
    MailTemplateTable.class,
    MailTexts.class,
    RecordController.class,
    RecordExport.class,
    TemplateController.class,
    UsedTextTable.class
})
public class DeliveryFeature {}
