package org.valija.server.documents;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.catalogues.BeneficiaryDesk;
import org.valija.server.catalogues.Companies;
import org.valija.server.documents.DocumentEditor.Written;
import org.valija.server.files.RandomId;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Moments;
import org.valija.server.web.Pages;

/** The form of a bank document or póliza. What is wrong is told with everything that was typed still there. */
@Controller
class DocumentFormController {

    private static final String ONE = DocumentController.PATH + "/{id:[0-9]{1,18}}/editar";
    private static final String NEW = DocumentController.PATH + "/nuevo";

    private final DocumentEditor editor;
    private final DocumentDesk documents;
    private final Companies companies;
    private final BeneficiaryDesk beneficiaries;
    private final DocumentDifferences differences;
    private final CurrentUser current;
    private final Moments days;

    DocumentFormController(
            DocumentEditor editor,
            DocumentDesk documents,
            Companies companies,
            BeneficiaryDesk beneficiaries,
            DocumentDifferences differences,
            CurrentUser current,
            Moments days) {
        this.editor = editor;
        this.documents = documents;
        this.companies = companies;
        this.beneficiaries = beneficiaries;
        this.differences = differences;
        this.current = current;
        this.days = days;
    }

    /**
     * What the page posts.
     *
     * @param formId that the page of a new document was made with, so that pressing twice adds one
     * @param version of the data that the page of another one showed
     */
    record Form(
            String formId,
            String version,
            @Nullable Long company,
            @Nullable Kind kind,
            String number,
            String date,
            String beneficiaryRfc,
            String beneficiaryName,
            String concept,
            String amount,
            String currency,
            String bankAccount,
            @Nullable List<MultipartFile> files) {

        Form {
            formId = text(formId).matches("[0-9a-f]{32}") ? formId : RandomId.next();
            version = text(version);
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }

        DocumentFields fields() {
            return new DocumentFields(
                    Optional.ofNullable(company),
                    Optional.ofNullable(kind),
                    number,
                    date,
                    beneficiaryRfc,
                    beneficiaryName,
                    concept,
                    amount,
                    currency,
                    bankAccount);
        }

        List<IncomingFile> incoming() {
            return files == null ? List.of() : Uploads.chosen(files);
        }
    }

    @GetMapping(NEW)
    String empty(
            @RequestParam(defaultValue = "CHEQUE") Kind tipo,
            @RequestParam(required = false) @Nullable Long empresa,
            Model model) {
        documents.must(Operation.CREATE, tipo);
        Optional<Long> company = Optional.ofNullable(empresa)
                .or(() ->
                        companies.visibleActive().stream().map(one -> one.id()).findFirst());
        LocalDate today = days.today();
        DocumentFields fields = new DocumentFields(
                company,
                Optional.of(tipo.isTyped() ? tipo : Kind.CHEQUE),
                "",
                today.toString(),
                "",
                "",
                "",
                "",
                "MXN",
                "");
        return page(fields, FieldErrors.none(), RandomId.next(), model);
    }

    @PostMapping(NEW)
    ModelAndView add(Form form, Model model, RedirectAttributes flash) throws IOException {
        DocumentFields fields = form.fields();
        Optional<String> identity = Optional.of("form:" + form.formId());
        return switch (editor.add(fields, form.incoming(), Source.FORM, current.code(), identity)) {
            case Written.Done done -> saved(done.document(), flash);
            case Written.Known known -> saved(known.document(), flash);
            case Written.Wrong wrong ->
                again(page(fields, wrong.errors(), form.formId(), model), HttpStatus.UNPROCESSABLE_CONTENT, model);
            case Written.Differs differs -> {
                // Somebody went back and typed another one, which is not lost either.
                model.addAttribute("added", differs.document());
                yield again(page(fields, FieldErrors.none(), RandomId.next(), model), HttpStatus.CONFLICT, model);
            }
        };
    }

    @GetMapping(ONE)
    String edit(@PathVariable long id, Model model) {
        Document document = typed(id);
        return page(DocumentFields.of(document), FieldErrors.none(), document, DocumentEditor.version(document), model);
    }

    @PostMapping(ONE)
    ModelAndView change(@PathVariable long id, Form form, Model model, RedirectAttributes flash) {
        Document document = typed(id);
        DocumentFields fields = form.fields();
        return switch (editor.change(id, fields, form.version())) {
            case Written.Done done -> saved(done.document(), flash);
            case Written.Known known -> saved(known.document(), flash);
            case Written.Wrong wrong ->
                again(
                        page(fields, wrong.errors(), document, form.version(), model),
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        model);
            case Written.Differs differs -> {
                Document now = differs.document();
                model.addAttribute("changed", true);
                yield again(
                        page(fields, differences.of(fields, now), now, DocumentEditor.version(now), model),
                        HttpStatus.CONFLICT,
                        model);
            }
        };
    }

    private static ModelAndView saved(Document document, RedirectAttributes flash) {
        flash.addFlashAttribute("saved", true);
        return Pages.seeOther(DocumentController.PATH + "/" + document.id());
    }

    private static ModelAndView again(String view, HttpStatus status, Model model) {
        ModelAndView page = new ModelAndView(view, model.asMap());
        page.setStatus(status);
        return page;
    }

    /** Beneficiaries that fit what is typed, for the list under the field. */
    @GetMapping(DocumentController.PATH + "/beneficiarios")
    String suggestions(
            @RequestParam long company, @RequestParam(defaultValue = "") String beneficiaryRfc, Model model) {
        model.addAttribute(
                "suggestions",
                beneficiaries.may(Operation.VIEW)
                        ? beneficiaries.search(company, beneficiaryRfc, 1).rows()
                        : List.of());
        return "documents/form :: suggestions";
    }

    /** Of a new one. */
    private String page(DocumentFields fields, FieldErrors errors, String formId, Model model) {
        model.addAttribute("formId", formId);
        return page(fields, errors, model);
    }

    /** Of one that is here. */
    private String page(DocumentFields fields, FieldErrors errors, Document document, String version, Model model) {
        model.addAttribute("document", document);
        model.addAttribute("version", version);
        return page(fields, errors, model);
    }

    private String page(DocumentFields fields, FieldErrors errors, Model model) {
        Kind kind = fields.kind().orElse(Kind.CHEQUE);
        model.addAttribute("fields", fields);
        model.addAttribute("errors", errors);
        model.addAttribute("shelf", Shelf.of(kind));
        model.addAttribute("kinds", Shelf.of(kind).typed());
        model.addAttribute("companies", companies.visibleActive());
        model.addAttribute("suggestions", List.of());
        return "documents/form";
    }

    private Document typed(long id) {
        return documents
                .find(id, Operation.CHANGE)
                .filter(found -> found.kind().isTyped())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
