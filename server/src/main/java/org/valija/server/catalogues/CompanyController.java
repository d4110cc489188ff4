package org.valija.server.catalogues;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.users.Function;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** <em>Empresas</em>. */
@Controller
class CompanyController {

    static final String PATH = "/empresas";

    private final Companies companies;
    private final MessageSource messages;

    CompanyController(Companies companies, MessageSource messages) {
        this.companies = companies;
        this.messages = messages;
    }

    @Bean
    static NavigationItem companiesItem() {
        return new NavigationItem(NavigationItem.Section.CATALOGUES, 46, PATH, "companies.nav", Function.COMPANIES);
    }

    @GetMapping(PATH)
    ModelAndView first(Model model) {
        companies.mustShow();
        Optional<Company> first = companies.visible().stream().findFirst();
        return first.isPresent()
                ? Pages.seeOther(PATH + "/" + first.get().id())
                : page(model, Optional.empty(), CompanyForm.empty(), FieldErrors.none());
    }

    @GetMapping(PATH + "/nueva")
    ModelAndView empty(Model model) {
        companies.mustAdd();
        return page(model, Optional.empty(), CompanyForm.empty(), FieldErrors.none());
    }

    @GetMapping(PATH + "/{id:[0-9]+}")
    ModelAndView show(@PathVariable long id, Model model) {
        companies.mustShow();
        Company company = find(id);
        return page(model, Optional.of(company), CompanyForm.of(company), FieldErrors.none());
    }

    @PostMapping(PATH + "/nueva")
    ModelAndView add(CompanyForm form, Model model, RedirectAttributes flash) throws IOException {
        companies.mustAdd();
        CompanyCheck check = CompanyCheck.of(0, form, octets(form));
        if (check.errors().isEmpty()) {
            Optional<Long> id = companies.add(check.company(), check.logo());
            if (id.isPresent()) {
                flash.addFlashAttribute(
                        "good", text("companies.saved", check.company().name()));
                return Pages.seeOther(PATH + "/" + id.get());
            }
            check.errors()
                    .add("rfc", "error.companies.rfc.taken", check.company().rfc());
        }
        return page(model, Optional.empty(), form, check.errors());
    }

    @PostMapping(PATH + "/{id:[0-9]+}")
    ModelAndView change(@PathVariable long id, CompanyForm form, Model model, RedirectAttributes flash)
            throws IOException {
        companies.mustChange(id);
        Company before = find(id);
        CompanyCheck check = CompanyCheck.of(id, form, octets(form));
        if (check.errors().isEmpty()) {
            switch (companies.change(check.company(), form.shown())) {
                case DONE -> {}
                case TAKEN ->
                    check.errors()
                            .add(
                                    "rfc",
                                    "error.companies.rfc.taken",
                                    check.company().rfc());
                case DIFFERENT -> {
                    return different(model, find(id), form);
                }
            }
        }
        if (!check.errors().isEmpty()) {
            return page(model, Optional.of(before), form, check.errors());
        }
        if (check.logo().isPresent() || form.removeLogo()) {
            companies.changeLogo(id, check.logo());
        }
        flash.addFlashAttribute("good", text("companies.saved", check.company().name()));
        return Pages.seeOther(PATH + "/" + id);
    }

    /** What was typed stays on the page, and is saved over the other's when it is sent again. */
    private ModelAndView different(Model model, Company now, CompanyForm form) {
        model.addAttribute(
                "say",
                new Say(
                        text("error.companies.different"),
                        text("error.catalogues.different.side"),
                        text("error.catalogues.different.do"),
                        ""));
        return page(model, Optional.of(now), form.over(now), FieldErrors.none());
    }

    /** The picture; its address in pages changes with it. */
    @GetMapping(PATH + "/{id:[0-9]+}/logo")
    ResponseEntity<byte[]> logo(@PathVariable long id) {
        byte[] png = companies
                .visible(id)
                .flatMap(company -> companies.logo(company.id()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePrivate())
                .body(png);
    }

    /** One octet more than a logo may have is enough to know that it is too large. */
    private static Optional<byte[]> octets(CompanyForm form) throws IOException {
        if (form.file().isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = form.file().getFirst().getInputStream()) {
            return Optional.of(in.readNBytes(Logo.MOST_OCTETS + 1));
        }
    }

    private Company find(long id) {
        return companies.visible(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private ModelAndView page(Model model, Optional<Company> company, CompanyForm form, FieldErrors errors) {
        model.addAttribute("company", company.orElse(null));
        model.addAttribute("companies", companies.visible());
        model.addAttribute("mayAdd", companies.mayAdd());
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("largest", Logo.LARGEST);
        return new ModelAndView("catalogues/companies", model.asMap());
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
