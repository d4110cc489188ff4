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
import org.valija.server.catalogues.Beneficiaries;
import org.valija.server.catalogues.Companies;
import org.valija.server.documents.DocumentEditor.Written;
import org.valija.server.users.CurrentUser;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Moments;
import org.valija.server.web.Pages;

/** The form of a bank document or póliza. What is wrong is told with everything that was typed still there. */
@Controller
class DocumentFormController {

    private static final String ONE = DocumentController.PATH + "/{id:[0-9]{1,18}}/editar";
    private static final String NEW = DocumentController.PATH + "/nuevo";

    private final DocumentEditor editor;
    private final Documents documents;
    private final Companies companies;
    private final Beneficiaries beneficiaries;
    private final CurrentUser current;
    private final Moments days;

    DocumentFormController(
            DocumentEditor editor,
            Documents documents,
            Companies companies,
            Beneficiaries beneficiaries,
            CurrentUser current,
            Moments days) {
        this.editor = editor;
        this.documents = documents;
        this.companies = companies;
        this.beneficiaries = beneficiaries;
        this.current = current;
        this.days = days;
    }

    /** What the page posts. */
    record Form(
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
        Optional<Long> company = Optional.ofNullable(empresa)
                .or(() -> companies.active().stream().map(one -> one.id()).findFirst());
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
        return page(fields, FieldErrors.none(), Optional.empty(), model);
    }

    @PostMapping(NEW)
    ModelAndView add(Form form, Model model, RedirectAttributes flash) throws IOException {
        Written written = editor.add(form.fields(), form.incoming(), Source.FORM, current.code(), Optional.empty());
        return answer(written, form.fields(), Optional.empty(), model, flash);
    }

    @GetMapping(ONE)
    String edit(@PathVariable long id, Model model) {
        Document document = typed(id);
        return page(DocumentFields.of(document), FieldErrors.none(), Optional.of(document), model);
    }

    @PostMapping(ONE)
    ModelAndView change(@PathVariable long id, Form form, Model model, RedirectAttributes flash) {
        Document document = typed(id);
        return answer(editor.change(id, form.fields()), form.fields(), Optional.of(document), model, flash);
    }

    private ModelAndView answer(
            Written written,
            DocumentFields fields,
            Optional<Document> document,
            Model model,
            RedirectAttributes flash) {
        return switch (written) {
            case Written.Done done -> {
                flash.addFlashAttribute("saved", true);
                yield Pages.seeOther(
                        DocumentController.PATH + "/" + done.document().id());
            }
            case Written.Known known ->
                Pages.seeOther(DocumentController.PATH + "/" + known.document().id());
            case Written.Wrong wrong -> {
                ModelAndView page = new ModelAndView(page(fields, wrong.errors(), document, model), model.asMap());
                page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
                yield page;
            }
        };
    }

    /** Beneficiaries that fit what is typed, for the list under the field. */
    @GetMapping(DocumentController.PATH + "/beneficiarios")
    String suggestions(
            @RequestParam long company, @RequestParam(defaultValue = "") String beneficiaryRfc, Model model) {
        model.addAttribute(
                "suggestions", beneficiaries.search(company, beneficiaryRfc, 1).rows());
        return "documents/form :: suggestions";
    }

    private String page(DocumentFields fields, FieldErrors errors, Optional<Document> document, Model model) {
        Kind kind = fields.kind().orElse(Kind.CHEQUE);
        model.addAttribute("fields", fields);
        model.addAttribute("errors", errors);
        model.addAttribute("document", document.orElse(null));
        model.addAttribute("shelf", Shelf.of(kind));
        model.addAttribute("kinds", Shelf.of(kind).typed());
        model.addAttribute("companies", companies.active());
        model.addAttribute("suggestions", List.of());
        return "documents/form";
    }

    private Document typed(long id) {
        return documents
                .find(id)
                .filter(found -> found.kind().isTyped())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
