package org.valija.server.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.server.ResponseStatusException;
import org.valija.mail.Attachment;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;
import org.valija.outbox.MessageState;
import org.valija.server.catalogues.Beneficiaries;
import org.valija.server.catalogues.Beneficiary;
import org.valija.server.catalogues.BeneficiaryDesk;
import org.valija.server.catalogues.Contact;
import org.valija.server.delivery.Delivery.End;
import org.valija.server.delivery.DeliveryLedger.Entry;
import org.valija.server.documents.Document;
import org.valija.server.documents.DocumentDesk;
import org.valija.server.documents.DocumentFile;
import org.valija.server.sending.CatalogueQuestion;
import org.valija.server.sending.DocumentDispatch;
import org.valija.server.sending.Draft;
import org.valija.server.sending.DraftContent;
import org.valija.server.sending.DraftDocument;
import org.valija.server.sending.DraftResult;
import org.valija.server.sending.DraftState;
import org.valija.server.sending.MailLimits;
import org.valija.server.sending.PreparedMail;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Moments;

/** What a document brings to the dialog: its texts, its files, whom the catalogue names, and the record. Thread-safe. */
@Component
class DraftDeliveries implements DocumentDispatch {

    private final DocumentDesk documents;
    private final DocumentMail mails;
    private final DocumentFields fields;
    private final MailTexts texts;
    private final Beneficiaries beneficiaries;
    private final BeneficiaryDesk catalogue;
    private final DeliveryLedger ledger;
    private final Moments moments;
    private final MessageSource messages;

    DraftDeliveries(
            DocumentDesk documents,
            DocumentMail mails,
            DocumentFields fields,
            MailTexts texts,
            Beneficiaries beneficiaries,
            BeneficiaryDesk catalogue,
            DeliveryLedger ledger,
            Moments moments,
            MessageSource messages) {
        this.documents = documents;
        this.mails = mails;
        this.fields = fields;
        this.texts = texts;
        this.beneficiaries = beneficiaries;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.moments = moments;
        this.messages = messages;
    }

    /** Which text a draft was filled with. */
    enum TextFrom {
        ORIGINAL,
        LAST;

        static TextFrom of(String word) {
            return word.equals(LAST.name()) ? LAST : ORIGINAL;
        }
    }

    /**
     * What the dialog shows of a document.
     *
     * @param earlier whom it was sent to before
     * @param address whether the catalogue has one
     */
    public record Part(
            Document document,
            boolean hasXml,
            boolean hasPdf,
            boolean hasLastUsed,
            TextFrom textFrom,
            List<Received> earlier,
            Known address) {

        public Part {
            earlier = List.copyOf(earlier);
        }

        /** Those that may be chosen. */
        public List<TextFrom> texts() {
            return List.of(TextFrom.values());
        }
    }

    /** What the catalogue knows of who a document is for. */
    enum Known {
        NOBODY,
        NO_ADDRESS,
        KNOWN
    }

    @Override
    public boolean fill(DraftDocument draft, Model model) {
        Optional<Document> found = documents.find(draft.id());
        found.ifPresent(document -> model.addAttribute(
                "part",
                new Part(
                        document,
                        mails.hasXml(document),
                        mails.hasPdf(document),
                        texts.lastUsed(document).isPresent(),
                        TextFrom.of(draft.textFrom()),
                        ledger.received(document.id()).stream()
                                .filter(Received::reached)
                                .toList(),
                        known(document))));
        return found.isPresent();
    }

    private Known known(Document document) {
        return beneficiary(document)
                .map(found -> found.to().isEmpty() ? Known.NO_ADDRESS : Known.KNOWN)
                .orElse(Known.NOBODY);
    }

    @Override
    public void check(Draft draft, FieldErrors errors) {
        Optional<Document> found = draft.document().flatMap(known -> documents.find(known.id()));
        if (found.isEmpty()) {
            errors.add("documento", "error.delivery.gone");
        } else {
            check(draft, found.get(), errors);
        }
    }

    private void check(Draft draft, Document document, FieldErrors errors) {
        if (!document.isSendable()) {
            errors.add("documento", "error.delivery.notStamped");
        }
        boolean xml = draft.document().filter(DraftDocument::xml).isPresent();
        boolean pdf = draft.document().filter(DraftDocument::pdf).isPresent();
        long size = draft.size() + mails.size(document, xml, pdf);
        if (size > MailLimits.LARGEST) {
            errors.add(
                    "adjuntos",
                    "error.delivery.size",
                    document.number(),
                    MailLimits.megabytes(size),
                    MailLimits.megabytes(MailLimits.LARGEST));
        }
        List<String> unknown = text(draft.content()).unknownFields();
        if (!unknown.isEmpty()) {
            errors.add("body", "error.delivery.fields", String.join(", ", unknown));
        }
        boolean again = draft.document().filter(DraftDocument::again).isPresent();
        List<Received> known = again ? List.of() : recipients(draft.content()).known(ledger.received(document.id()));
        if (!known.isEmpty()) {
            errors.add(
                    "again",
                    "error.delivery.already",
                    known.stream().map(this::said).collect(Collectors.joining("; ")));
        }
    }

    private String said(Received received) {
        return messages.getMessage(
                "delivery.received",
                new Object[] {received.address(), moments.say(received.at()), received.userCode()},
                LocaleContextHolder.getLocale());
    }

    @Override
    public DraftContent filled(DraftContent content, DraftDocument draft) {
        return with(content, text(content).filled(fields.of(document(draft))));
    }

    @Override
    public DraftContent rewritten(DraftContent content, DraftDocument draft) {
        Document document = document(draft);
        return with(content, source(document, TextFrom.of(draft.textFrom())).filled(fields.of(document)));
    }

    @Override
    public List<Attachment> attachments(DraftDocument draft) {
        return mails.attachments(document(draft), draft.xml(), draft.pdf());
    }

    @Override
    public String state(DraftDocument draft) {
        Document document = document(draft);
        return document.updatedAt()
                + document.files().stream().map(DocumentFile::sha256).collect(Collectors.joining(","));
    }

    @Override
    public boolean may(Operation operation, DraftDocument draft) {
        return documents
                .find(draft.id())
                .map(document -> documents.may(operation, document.kind()))
                .orElse(true);
    }

    @Override
    public void must(Operation operation, DraftDocument draft) {
        documents.find(draft.id()).ifPresent(document -> documents.must(operation, document.kind()));
    }

    /** Asked when exactly one address is typed, and the catalogue knows whose it would be but not the address. */
    @Override
    public Optional<CatalogueQuestion> question(Draft draft) {
        Optional<MailAddress> typed = single(draft.content());
        Optional<Beneficiary> beneficiary =
                catalogue.may(Operation.CHANGE) ? beneficiary(document(draft)) : Optional.empty();
        if (typed.isEmpty() || beneficiary.isEmpty()) {
            return Optional.empty();
        }
        String address = typed.get().address();
        List<String> known =
                beneficiary.get().contacts().stream().map(Contact::address).toList();
        return known.stream().anyMatch(address::equalsIgnoreCase)
                ? Optional.empty()
                : Optional.of(new CatalogueQuestion(
                        beneficiary.get().name(),
                        String.join(", ", beneficiary.get().to()),
                        address));
    }

    @Override
    public void updateCatalogue(Draft draft) {
        single(draft.content())
                .ifPresent(typed -> beneficiary(document(draft))
                        .ifPresent(known -> catalogue.updateAddress(known, typed.address())));
    }

    @Override
    public Departing departing(Draft draft, PreparedMail mail, OptionalLong grantId) {
        Document document = document(draft);
        Entry entry = new Entry(
                document,
                draft.userCode(),
                grantId,
                mail.mail(),
                mail.sha256(),
                recipients(draft.content()),
                Optional.empty(),
                Optional.of(draft.id()));
        boolean again = draft.document().filter(DraftDocument::again).isPresent();
        MailText used = used(document, draft);
        MailText original = texts.original(document.companyId(), document.kind());
        return connection -> {
            Optional<DeliveryLedger.Written> written = ledger.write(connection, entry, again);
            if (written.isPresent()) {
                texts.note(connection, document, used, original);
            }
            return written.map(line -> new Line(line.id(), line.key()));
        };
    }

    /** What was typed becomes <em>Último utilizado</em>, with the fields that still stand in it. */
    private MailText used(Document document, Draft draft) {
        TextFrom from =
                TextFrom.of(draft.document().map(DraftDocument::textFrom).orElse(""));
        return FieldMemory.of(source(document, from), fields.of(document), text(draft.content()));
    }

    @Override
    public void handedIn(Connection connection, Line line, long outboxId) throws SQLException {
        ledger.handedIn(connection, line.id(), outboxId);
    }

    @Override
    public void ended(Connection connection, String draftId, DraftState state, DraftResult result) throws SQLException {
        MessageState shown = switch (state) {
            case SENT -> MessageState.SENT;
            case UNKNOWN -> MessageState.UNKNOWN;
            default -> MessageState.FAILED;
        };
        Optional<String> cause = shown == MessageState.SENT ? Optional.empty() : Optional.of(result.code());
        ledger.ended(
                connection,
                draftId,
                new End(shown, Optional.of(result.at()), result.refused(), cause, result.detail()));
    }

    private Document document(Draft draft) {
        return document(draft.document().orElseThrow());
    }

    private Document document(DraftDocument draft) {
        return documents.find(draft.id()).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private Optional<Beneficiary> beneficiary(Document document) {
        return document.beneficiaryId().flatMap(beneficiaries::find);
    }

    private MailText source(Document document, TextFrom from) {
        MailText original = texts.original(document.companyId(), document.kind());
        return from == TextFrom.LAST ? texts.lastUsed(document).orElse(original) : original;
    }

    private static MailText text(DraftContent content) {
        return new MailText(content.subject(), content.body(), content.signature());
    }

    private static DraftContent with(DraftContent content, MailText text) {
        return new DraftContent(
                content.from(),
                content.to(),
                content.cc(),
                content.bcc(),
                content.replyTo(),
                text.subject(),
                text.body(),
                text.signature(),
                content.copyToMe(),
                content.oauth());
    }

    private static Optional<MailAddress> single(DraftContent content) {
        List<MailAddress> to = parsed(content.to());
        return to.size() == 1 ? Optional.of(to.getFirst()) : Optional.empty();
    }

    /** Without the copy to the sender. */
    private static Recipients recipients(DraftContent content) {
        return new Recipients(parsed(content.to()), parsed(content.cc()), parsed(content.bcc()));
    }

    /** What is no address is told by the dialog's own check. */
    private static List<MailAddress> parsed(String typed) {
        try {
            return MailAddress.parseList(typed);
        } catch (InvalidAddressException e) {
            return List.of();
        }
    }
}
