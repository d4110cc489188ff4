package org.valija.server.documents;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.mail.ContentSource;
import org.valija.server.catalogues.Companies;
import org.valija.server.users.Operation;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** A document's page, its files, and what may be done with it. */
@Controller
class DocumentController {

    static final String PATH = "/documentos";

    private static final String ONE = PATH + "/{id:[0-9]{1,18}}";

    private final Documents documents;
    private final DocumentDesk desk;
    private final DocumentEditor editor;
    private final RetencionViews retenciones;
    private final Companies companies;
    private final MessageSource messages;

    DocumentController(
            Documents documents,
            DocumentDesk desk,
            DocumentEditor editor,
            RetencionViews retenciones,
            Companies companies,
            MessageSource messages) {
        this.documents = documents;
        this.desk = desk;
        this.editor = editor;
        this.retenciones = retenciones;
        this.companies = companies;
        this.messages = messages;
    }

    @GetMapping(ONE)
    String document(@PathVariable long id, Model model) {
        Document document = find(id);
        model.addAttribute("document", document);
        model.addAttribute("shelf", Shelf.of(document.kind()));
        model.addAttribute("company", companies.find(document.companyId()).orElseThrow());
        model.addAttribute(
                "lacking", !documents.lackingAddress(List.of(document)).isEmpty());
        model.addAttribute("mayDelete", editor.mayDelete(document));
        model.addAttribute("mayChange", desk.may(Operation.CHANGE, document.kind()));
        model.addAttribute("maySend", desk.may(Operation.RUN, document.kind()));
        model.addAttribute("view", retenciones.view(document).orElse(null));
        model.addAttribute("monthNames", DocumentListController.monthNames());
        return "documents/one";
    }

    /** The PDF, to be looked at or, with {@code descargar}, to be kept. */
    @GetMapping(ONE + "/pdf")
    void pdf(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean descargar,
            @RequestParam(defaultValue = "false") boolean impreso,
            HttpServletResponse response)
            throws IOException {
        Document document = find(id);
        Optional<DocumentPdf> found = impreso ? documents.printed(document) : documents.pdf(document);
        DocumentPdf pdf = found.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        write(response, pdf.fileName(), "application/pdf", pdf.content(), !descargar);
    }

    @GetMapping(ONE + "/archivos/{file:[0-9]{1,18}}")
    void file(@PathVariable long id, @PathVariable long file, HttpServletResponse response) throws IOException {
        DocumentFile found = find(id).files().stream()
                .filter(one -> one.id() == file)
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        response.setContentLengthLong(found.size());
        write(response, found.fileName(), found.mediaType(), documents.content(found), false);
    }

    /** Nothing that was brought is shown as a page of ours: a browser keeps it, or shows it as the PDF that it is. */
    private static void write(
            HttpServletResponse response, String name, String type, ContentSource content, boolean shown)
            throws IOException {
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                (shown ? ContentDisposition.inline() : ContentDisposition.attachment())
                        .filename(name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try (InputStream octets = content.open()) {
            octets.transferTo(response.getOutputStream());
        }
    }

    @PostMapping(ONE + "/borrar")
    ModelAndView delete(@PathVariable long id, RedirectAttributes flash) {
        Document document = find(id);
        desk.must(Operation.DELETE, document.kind());
        if (editor.delete(document)) {
            flash.addFlashAttribute("good", text("documents.deleted"));
            return Pages.seeOther(Shelf.of(document.kind()).path());
        }
        flash.addFlashAttribute(
                "say",
                new Say(
                        text("documents.delete.sent"),
                        text("documents.delete.sent.side"),
                        text("documents.delete.sent.do"),
                        ""));
        return Pages.seeOther(PATH + "/" + id);
    }

    @PostMapping(ONE + "/quitar-pdf")
    ModelAndView removePdf(@PathVariable long id, RedirectAttributes flash) {
        editor.removePdf(find(id));
        flash.addFlashAttribute("good", text("documents.pdf.removed"));
        return Pages.seeOther(PATH + "/" + id);
    }

    private Document find(long id) {
        return desk.find(id, Operation.VIEW).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}
