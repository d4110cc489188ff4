package org.valija.server.delivery;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.valija.mail.Attachment;
import org.valija.mail.MailAddress;
import org.valija.mail.OutgoingMail;
import org.valija.server.documents.Document;
import org.valija.server.documents.DocumentFile;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.documents.Documents;
import org.valija.server.documents.Kind;

/** The mail that a document is sent in. Thread-safe. */
@Component
public class DocumentMail {

    private static final String PDF = "application/pdf";

    private final Documents documents;
    private final DocumentFields fields;
    private final Clock clock;

    DocumentMail(Documents documents, DocumentFields fields, Clock clock) {
        this.documents = documents;
        this.fields = fields;
        this.clock = clock;
    }

    /**
     * Puts it together: everything but Message-ID and date is the same each time.
     *
     * @param recipients at least one
     * @throws org.valija.mail.InvalidAddressException when {@code from} is no address
     */
    public OutgoingMail compose(DeliveryOrder order, Recipients recipients) {
        MailText text = order.text().filled(fields.of(order.document()));
        OutgoingMail.Builder mail = OutgoingMail.builder(clock)
                .from(MailAddress.parseList(order.from()).getFirst())
                .to(Recipients.text(recipients.to()))
                .cc(Recipients.text(recipients.cc()))
                .bcc(Recipients.text(recipients.bcc()))
                .subject(text.subject())
                .text(text.signature().isBlank() ? text.body() : text.body() + "\n\n" + text.signature());
        if (order.copyToMe()) {
            mail.bcc(order.from());
        }
        attachments(order.document(), order.xml(), order.pdf()).forEach(mail::attach);
        return mail.build();
    }

    /** What goes along with a document: PDF and XML where they are wanted and there, and its other files in any case. */
    List<Attachment> attachments(Document document, boolean xml, boolean pdf) {
        List<Attachment> attachments = new ArrayList<>();
        if (pdf) {
            documents
                    .pdf(document)
                    .ifPresent(file -> attachments.add(new Attachment(file.fileName(), PDF, file.content())));
        }
        for (DocumentFile file : document.files()) {
            if (file.role() == Role.OTHER || (xml && file.role() == Role.XML)) {
                attachments.add(new Attachment(file.fileName(), file.mediaType(), documents.content(file)));
            }
        }
        return attachments;
    }

    /** Octets of what goes along; what is printed here is small and counts for nothing. */
    long size(Document document, boolean xml, boolean pdf) {
        return document.files().stream()
                .filter(file -> switch (file.role()) {
                    case XML -> xml;
                    case PDF -> pdf;
                    case OTHER -> true;
                })
                .mapToLong(DocumentFile::size)
                .sum();
    }

    boolean hasXml(Document document) {
        return document.file(Role.XML).isPresent();
    }

    /** Brought, or printed here; a report is not. */
    boolean hasPdf(Document document) {
        return document.kind() != Kind.REPORTE || document.file(Role.PDF).isPresent();
    }
}
