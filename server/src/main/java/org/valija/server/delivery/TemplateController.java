package org.valija.server.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.Document;
import org.valija.server.documents.DocumentDesk;
import org.valija.server.documents.DocumentFilter;
import org.valija.server.documents.Kind;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Pages;

/** <em>Plantillas de correo</em>: what the mails of a company's documents say. */
@Controller
class TemplateController {

    static final String PATH = "/plantillas";

    private final MailTexts texts;
    private final DocumentFields fields;
    private final DocumentDesk documents;
    private final Companies companies;
    private final MessageSource messages;

    TemplateController(
            MailTexts texts,
            DocumentFields fields,
            DocumentDesk documents,
            Companies companies,
            MessageSource messages) {
        this.texts = texts;
        this.fields = fields;
        this.documents = documents;
        this.companies = companies;
        this.messages = messages;
    }

    @GetMapping(PATH)
    String show(@RequestParam Optional<Long> empresa, @RequestParam @Nullable String tipo, Model model) {
        texts.mustShow();
        Kind kind = kind(tipo);
        company(empresa).ifPresent(company -> {
            Optional<MailTemplate> own = texts.template(company.id(), kind);
            MailText text = own.map(MailTemplate::text).orElseGet(() -> texts.ours(kind));
            model.addAttribute("seen", seen(own));
            fill(company, kind, own, text, FieldErrors.none(), model);
        });
        return page(empresa, kind, model);
    }

    @PostMapping(PATH)
    ModelAndView save(
            @RequestParam long empresa,
            @RequestParam String tipo,
            TemplateForm form,
            Model model,
            RedirectAttributes flash) {
        texts.mustChange(empresa);
        Kind kind = kind(tipo);
        FieldErrors errors = form.check();
        if (errors.isEmpty() && !texts.change(empresa, kind, form.text(), form.seenAt())) {
            errors.add("subject", "error.templates.changed");
            model.addAttribute("seen", seen(texts.template(empresa, kind)));
        } else {
            model.addAttribute("seen", form.seen());
        }
        if (errors.isEmpty()) {
            flash.addFlashAttribute("good", text("templates.saved"));
            return Pages.seeOther(place(empresa, kind));
        }
        company(Optional.of(empresa))
                .ifPresent(
                        company -> fill(company, kind, texts.template(company.id(), kind), form.text(), errors, model));
        return new ModelAndView(page(Optional.of(empresa), kind, model), model.asMap());
    }

    @PostMapping(PATH + "/original")
    ModelAndView reset(@RequestParam long empresa, @RequestParam String tipo, RedirectAttributes flash) {
        Kind kind = kind(tipo);
        texts.reset(empresa, kind);
        flash.addFlashAttribute("good", text("templates.resetDone"));
        return Pages.seeOther(place(empresa, kind));
    }

    /** Which of the company's texts a page has shown, for {@link TemplateForm#seenAt}. */
    private static String seen(Optional<MailTemplate> own) {
        return own.map(MailTemplate::updatedAt).map(Instant::toString).orElse("");
    }

    private void fill(
            Company company, Kind kind, Optional<MailTemplate> own, MailText text, FieldErrors errors, Model model) {
        model.addAttribute("text", text);
        model.addAttribute("errors", errors);
        model.addAttribute("own", own.orElse(null));
        Optional<Document> latest = latest(company, kind);
        model.addAttribute("sampleHidden", !documents.may(Operation.VIEW, kind));
        model.addAttribute("sampleOf", latest.orElse(null));
        model.addAttribute(
                "sample",
                latest.map(document -> text.filled(fields.of(document))).orElse(null));
    }

    /** Whose data the sample shows: of a kind that the present user may see, else of none. */
    private Optional<Document> latest(Company company, Kind kind) {
        return documents.may(Operation.VIEW, kind)
                ? documents
                        .search(DocumentFilter.of(company.id(), Set.of(kind)), Optional.empty(), 1)
                        .documents()
                        .stream()
                        .findFirst()
                : Optional.empty();
    }

    private String page(Optional<Long> companyId, Kind kind, Model model) {
        model.addAttribute("companies", companies.visible());
        model.addAttribute("company", company(companyId).orElse(null));
        model.addAttribute("kind", kind);
        model.addAttribute("kinds", Kind.values());
        model.addAttribute("fields", MailField.values());
        return "delivery/templates";
    }

    /** The one that is asked for, or the first. */
    private Optional<Company> company(Optional<Long> id) {
        List<Company> all = companies.visible();
        return all.stream()
                .filter(one -> id.filter(wanted -> wanted == one.id()).isPresent())
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private static Kind kind(@Nullable String word) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.name().equals(word))
                .findFirst()
                .orElse(Kind.RETENCION);
    }

    private static String place(long companyId, Kind kind) {
        return PATH + "?empresa=" + companyId + "&tipo=" + kind;
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}
