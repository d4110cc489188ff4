package org.valija.server.delivery;

import java.security.Principal;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.valija.server.delivery.DraftDeliveries.TextFrom;
import org.valija.server.documents.Document;
import org.valija.server.documents.DocumentDesk;
import org.valija.server.sending.DialogModel;
import org.valija.server.sending.DialogModel.Letter;
import org.valija.server.sending.DraftDocument;
import org.valija.server.users.Operation;

/** <em>Enviar correo</em> of a document: the dialog, filled with what document, catalogue and templates say. */
@Controller
class DocumentSendController {

    private final DocumentDesk documents;
    private final DocumentDeliveries deliveries;
    private final DocumentMail mails;
    private final DocumentFields fields;
    private final MailTexts texts;
    private final DialogModel dialog;

    DocumentSendController(
            DocumentDesk documents,
            DocumentDeliveries deliveries,
            DocumentMail mails,
            DocumentFields fields,
            MailTexts texts,
            DialogModel dialog) {
        this.documents = documents;
        this.deliveries = deliveries;
        this.mails = mails;
        this.fields = fields;
        this.texts = texts;
        this.dialog = dialog;
    }

    @GetMapping("/documentos/{id:[0-9]{1,18}}/enviar")
    String open(@PathVariable long id, Principal user, Model model) {
        Document document =
                documents.find(id, Operation.RUN).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Optional<MailText> last = texts.lastUsed(document);
        MailText text = texts.usual(document).filled(fields.of(document));
        Recipients recipients = deliveries.recipients(document);
        DraftDocument draft = new DraftDocument(
                id,
                mails.hasXml(document),
                mails.hasPdf(document),
                false,
                (last.isPresent() ? TextFrom.LAST : TextFrom.ORIGINAL).name());
        Letter letter = new Letter(
                Recipients.text(recipients.to()),
                Recipients.text(recipients.cc()),
                text.subject(),
                text.body(),
                text.signature());
        dialog.of(draft, letter, user.getName(), model);
        return DialogModel.VIEW;
    }
}
