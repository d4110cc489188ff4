package org.valija.server.sending;

import java.time.Clock;
import org.springframework.stereotype.Component;
import org.valija.mail.Attachment;
import org.valija.mail.MailAddress;
import org.valija.mail.OutgoingMail;

/** The mail that a draft becomes. */
@Component
class DraftMail {

    private final Drafts drafts;
    private final Clock clock;

    DraftMail(Drafts drafts, Clock clock) {
        this.drafts = drafts;
        this.clock = clock;
    }

    OutgoingMail of(Draft draft) {
        DraftContent content = draft.content();
        OutgoingMail.Builder mail = OutgoingMail.builder(clock)
                .from(MailAddress.parseList(content.from()).getFirst())
                .to(content.to())
                .cc(content.cc())
                .bcc(content.bcc())
                .subject(content.subject())
                .text(content.signature().isBlank() ? content.body() : content.body() + "\n\n" + content.signature());
        if (content.copyToMe()) {
            mail.bcc(content.from());
        }
        MailAddress.parseList(content.replyTo()).stream()
                .findFirst()
                .ifPresent(address -> mail.replyTo(address.address()));
        for (DraftAttachment attachment : draft.attachments()) {
            mail.attach(new Attachment(attachment.fileName(), attachment.mediaType(), () -> drafts.open(attachment)));
        }
        return mail.build();
    }
}
