package org.valija.server.api;

import java.io.IOException;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.Document;
import org.valija.server.documents.DocumentAssembly;
import org.valija.server.documents.DocumentDesk;
import org.valija.server.documents.DocumentEditor;
import org.valija.server.documents.DocumentEditor.Written;
import org.valija.server.documents.DocumentFields;
import org.valija.server.documents.Documents;
import org.valija.server.documents.IncomingFile;
import org.valija.server.documents.IntakeOrder;
import org.valija.server.documents.Kind;
import org.valija.server.documents.Outcome;
import org.valija.server.documents.Refusal;
import org.valija.server.documents.Source;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Moments;

/** Takes documents from programs, each whole or not at all. Thread-safe. */
@Service
class DocumentHandIn {

    private final DocumentAssembly assembly;
    private final DocumentEditor editor;
    private final Documents documents;
    private final DocumentDesk desk;
    private final Companies companies;
    private final CurrentCaller caller;
    private final Moments moments;

    DocumentHandIn(
            DocumentAssembly assembly,
            DocumentEditor editor,
            Documents documents,
            DocumentDesk desk,
            Companies companies,
            CurrentCaller caller,
            Moments moments) {
        this.assembly = assembly;
        this.editor = editor;
        this.documents = documents;
        this.desk = desk;
        this.companies = companies;
        this.caller = caller;
        this.moments = moments;
    }

    /** A document that is here now. */
    record Taken(Document document, boolean isNew) {}

    /**
     * Takes a document with its files.
     *
     * @param key under which the token's program hands it in once, and no other; a retención or report is known by its file
     * @throws ApiException when something of it is wrong; nothing is kept then
     */
    Taken take(DocumentRequest request, List<IncomingFile> files, Optional<String> key) throws IOException {
        String program = caller.token().name();
        if (request.kindOrUsual().isTyped()) {
            // Programs do not know each other's keys.
            Optional<String> identity = key.map(name -> "key:" + caller.token().id() + ":" + name);
            Written written = editor.add(fields(request), files, Source.API, program, identity);
            return switch (written) {
                case Written.Done done -> new Taken(done.document(), true);
                case Written.Known known -> new Taken(known.document(), false);
                case Written.Differs _ -> throw ApiException.of(Problem.KEY_REUSED);
                case Written.Wrong wrong -> throw ApiException.of(Problem.INVALID_DOCUMENT, named(wrong.errors()));
            };
        }
        if (files.isEmpty()) {
            throw ApiException.ofField(Problem.INVALID_DOCUMENT, "file", "api.field.file.none");
        }
        desk.must(Operation.CREATE, request.kindOrUsual());
        Optional<Long> company = request.company().isEmpty() && request.kindOrUsual() == Kind.RETENCION
                ? Optional.empty()
                : Optional.of(company(request).id());
        IntakeOrder order =
                new IntakeOrder(company, request.kindOrUsual(), date(request), Source.API, program, desk.rights());
        return taken(files, assembly.take(files, order));
    }

    private Taken taken(List<IncomingFile> files, List<Outcome> outcomes) {
        List<String> names = files.stream().map(IncomingFile::name).toList();
        FieldErrors errors = FieldErrors.none();
        boolean isNew = false;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Refused refused) {
                add(errors, "file[" + names.indexOf(refused.fileName()) + "]", refused.reason());
            }
            isNew |= outcome instanceof Outcome.Stored;
        }
        if (!errors.isEmpty()) {
            throw ApiException.of(Problem.INVALID_DOCUMENT, errors);
        }
        Document document = outcomes.getLast().document().orElseThrow();
        // Another file may have been joined to it since.
        return new Taken(documents.find(document.id()).orElse(document), isNew);
    }

    private static void add(FieldErrors errors, String field, Refusal refusal) {
        errors.add(
                field,
                refusal.key(),
                refusal.arguments().stream().map(String::valueOf).toArray(Serializable[]::new));
    }

    private DocumentFields fields(DocumentRequest request) {
        return new DocumentFields(
                Optional.of(company(request).id()),
                request.kind(),
                request.number(),
                request.date(),
                request.beneficiary().map(DocumentRequest.PartyRequest::rfc).orElse(""),
                request.beneficiary().map(DocumentRequest.PartyRequest::name).orElse(""),
                request.concept(),
                request.amount(),
                request.currency(),
                request.bankAccount());
    }

    private Company company(DocumentRequest request) {
        List<Company> active = companies.visibleActive();
        if (request.company().isEmpty() && active.size() == 1) {
            return active.getFirst();
        }
        return companies
                .visibleByRfc(request.company())
                .filter(Company::active)
                .orElseThrow(() -> ApiException.ofField(
                        Problem.INVALID_DOCUMENT, "company", "api.field.company", request.company()));
    }

    private LocalDate date(DocumentRequest request) {
        try {
            return request.date().isEmpty() ? moments.today() : LocalDate.parse(request.date());
        } catch (DateTimeException e) {
            ApiException refused = ApiException.ofField(Problem.INVALID_DOCUMENT, "date", "error.documents.date");
            refused.initCause(e);
            throw refused;
        }
    }

    /** The fields as programs name them. */
    private static FieldErrors named(FieldErrors errors) {
        FieldErrors named = FieldErrors.none();
        for (FieldErrors.FieldError error : errors.all()) {
            String field = switch (error.field()) {
                case "beneficiaryRfc" -> "beneficiary.rfc";
                case "beneficiaryName" -> "beneficiary.name";
                case "files" -> "file";
                default -> error.field();
            };
            named.add(field, error.key(), error.arguments().toArray(Serializable[]::new));
        }
        return named;
    }
}
