package org.valija.server.sending;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this feature that the service starts. */
@Configuration(proxyBeanMethods = false)
@Import({
    Departure.class,
    DialogModel.class,
    DraftAttachmentTable.class,
    DraftCheck.class,
    DraftLocks.class,
    DraftMail.class,
    DraftPreviewTable.class,
    DraftTable.class,
    Drafts.class,
    Handover.class,
    PreparedMails.class,
    PreviewController.class,
    SendController.class,
    SendingRights.class,
    SendingConfiguration.class,
    Sendings.class
})
public class SendingFeature {}
