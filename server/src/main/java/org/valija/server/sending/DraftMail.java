package org.valija.server.sending;

import java.time.Clock;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.valija.mail.Attachment;
import org.valija.mail.MailAddress;
import org.valija.mail.OutgoingMail;
import org.valija.server.secrets.Sha256;

/** The mail that a draft becomes. */
@Component
class DraftMail {

    private final Drafts drafts;
    private final ObjectProvider<DocumentDispatch> documents;
    private final Clock clock;

    DraftMail(Drafts drafts, ObjectProvider<DocumentDispatch> documents, Clock clock) {
        this.drafts = drafts;
        this.documents = documents;
        this.clock = clock;
    }

    OutgoingMail of(Draft draft) {
        DraftContent content = draft.document()
                .map(document -> documents.getObject().filled(draft.content(), document))
                .orElse(draft.content());
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
        draft.document()
                .ifPresent(
                        document -> documents.getObject().attachments(document).forEach(mail::attach));
        for (DraftAttachment attachment : draft.attachments()) {
            mail.attach(new Attachment(attachment.fileName(), attachment.mediaType(), () -> drafts.open(attachment)));
        }
        return mail.build();
    }

    /** Differs where the mail would, but for its Message-ID and its date. */
    String fingerprint(Draft draft) {
        String files = draft.attachments().stream()
                .map(attachment -> String.valueOf(attachment.id()))
                .collect(Collectors.joining(","));
        String document = draft.document()
                .map(each -> each + documents.getObject().state(each))
                .orElse("");
        DraftContent content = draft.content();
        return Sha256.hex(String.join(
                "\0",
                content.from(),
                content.to(),
                content.cc(),
                content.bcc(),
                content.replyTo(),
                content.subject(),
                content.body(),
                content.signature(),
                String.valueOf(content.copyToMe()),
                files,
                document));
    }
}
