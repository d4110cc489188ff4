package org.valija.server.catalogues;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** <em>Beneficiarios / Pagadores</em>. All buttons of a beneficiary's page post its one form, and none loses what was typed. */
@Controller
class BeneficiaryController {

    static final String PATH = "/beneficiarios";

    private final BeneficiaryDesk beneficiaries;
    private final Companies companies;
    private final MessageSource messages;

    BeneficiaryController(BeneficiaryDesk beneficiaries, Companies companies, MessageSource messages) {
        this.beneficiaries = beneficiaries;
        this.companies = companies;
        this.messages = messages;
    }

    @Bean
    static NavigationItem beneficiariesItem() {
        return new NavigationItem(
                NavigationItem.Section.CATALOGUES, 45, PATH, "beneficiaries.nav", Function.BENEFICIARIES);
    }

    @GetMapping(PATH)
    String list(
            @RequestParam(required = false) @Nullable Long empresa,
            @RequestParam(defaultValue = "") String palabras,
            @RequestParam(defaultValue = "1") int pagina,
            Model model) {
        beneficiaries.must(Operation.VIEW);
        List<Company> all = companies.visible();
        Optional<Company> company = chosen(all, Optional.ofNullable(empresa));
        model.addAttribute("companies", all);
        model.addAttribute("company", company.orElse(null));
        model.addAttribute("mayAddCompany", companies.mayAdd());
        model.addAttribute("words", palabras.strip());
        model.addAttribute(
                "page",
                company.map(found -> beneficiaries.search(found.id(), palabras, pagina))
                        .orElseGet(() -> new BeneficiaryPage(List.of(), 1, 0)));
        return "catalogues/beneficiaries";
    }

    @GetMapping(PATH + "/nuevo")
    ModelAndView empty(@RequestParam long empresa, Model model) {
        beneficiaries.must(Operation.CREATE);
        return page(model, company(empresa), Optional.empty(), BeneficiaryForm.empty(), FieldErrors.none());
    }

    @GetMapping(PATH + "/{id:[0-9]+}")
    ModelAndView show(@PathVariable long id, Model model) {
        Beneficiary beneficiary = find(id);
        return page(
                model,
                company(beneficiary.companyId()),
                Optional.of(beneficiary),
                BeneficiaryForm.of(beneficiary),
                FieldErrors.none());
    }

    @PostMapping(PATH + "/nuevo")
    ModelAndView add(
            @RequestParam long empresa,
            @RequestParam MultiValueMap<String, String> posted,
            Model model,
            RedirectAttributes flash) {
        beneficiaries.must(Operation.CREATE);
        Company company = company(empresa);
        BeneficiaryForm form = BeneficiaryForm.read(posted);
        Optional<BeneficiaryForm> otherLines = otherLines(form);
        if (otherLines.isPresent()) {
            return page(model, company, Optional.empty(), otherLines.get(), FieldErrors.none());
        }
        BeneficiaryCheck check = BeneficiaryCheck.of(0, empresa, form);
        if (check.errors().isEmpty()) {
            Optional<Long> id = beneficiaries.add(check.beneficiary());
            if (id.isPresent()) {
                return saved(id.get(), check.beneficiary(), flash);
            }
            taken(check);
        }
        return page(model, company, Optional.empty(), form, check.errors());
    }

    @PostMapping(PATH + "/{id:[0-9]+}")
    ModelAndView change(
            @PathVariable long id,
            @RequestParam MultiValueMap<String, String> posted,
            Model model,
            RedirectAttributes flash) {
        beneficiaries.must(Operation.CHANGE);
        Beneficiary before = find(id);
        Company company = company(before.companyId());
        BeneficiaryForm form = BeneficiaryForm.read(posted);
        Optional<BeneficiaryForm> otherLines = otherLines(form);
        if (otherLines.isPresent()) {
            return page(model, company, Optional.of(before), otherLines.get(), FieldErrors.none());
        }
        BeneficiaryCheck check = BeneficiaryCheck.of(id, company.id(), form);
        if (check.errors().isEmpty()) {
            switch (beneficiaries.change(check.beneficiary(), form.shown())) {
                case DONE -> {
                    return saved(id, check.beneficiary(), flash);
                }
                case TAKEN -> taken(check);
                case DIFFERENT -> {
                    return different(model, company, find(id), form);
                }
            }
        }
        return page(model, company, Optional.of(before), form, check.errors());
    }

    @PostMapping(PATH + "/{id:[0-9]+}/borrar")
    ModelAndView delete(@PathVariable long id, RedirectAttributes flash) {
        beneficiaries.must(Operation.DELETE);
        Beneficiary beneficiary = find(id);
        if (beneficiaries.delete(beneficiary)) {
            flash.addFlashAttribute("good", text("beneficiaries.deleted", beneficiary.name()));
        }
        return Pages.seeOther(PATH + "?empresa=" + beneficiary.companyId());
    }

    /** What was typed stays on the page, and is saved over the other's when it is sent again. */
    private ModelAndView different(Model model, Company company, Beneficiary now, BeneficiaryForm form) {
        model.addAttribute(
                "say",
                new Say(
                        text("error.beneficiaries.different"),
                        text("error.catalogues.different.side"),
                        text("error.catalogues.different.do"),
                        ""));
        return page(model, company, Optional.of(now), form.over(now), FieldErrors.none());
    }

    /** The form with a line more or less, where a button asked for that. */
    private static Optional<BeneficiaryForm> otherLines(BeneficiaryForm form) {
        return form.wantsAnother()
                ? Optional.of(form.withAnother())
                : form.removed().map(form::without);
    }

    private ModelAndView saved(long id, Beneficiary beneficiary, RedirectAttributes flash) {
        flash.addFlashAttribute("good", text("beneficiaries.saved", beneficiary.name()));
        return Pages.seeOther(PATH + "/" + id);
    }

    private static void taken(BeneficiaryCheck check) {
        String rfc = check.beneficiary().rfc();
        check.errors()
                .add(
                        "rfc",
                        Rfc.isGeneric(rfc) ? "error.beneficiaries.generic.taken" : "error.beneficiaries.rfc.taken",
                        rfc);
    }

    /** The one that was asked for, else the first. */
    static Optional<Company> chosen(List<Company> all, Optional<Long> id) {
        return all.stream()
                .filter(company -> id.filter(wanted -> wanted == company.id()).isPresent())
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private Company company(long id) {
        return companies.visible(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private Beneficiary find(long id) {
        return beneficiaries.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static ModelAndView page(
            Model model, Company company, Optional<Beneficiary> beneficiary, BeneficiaryForm form, FieldErrors errors) {
        model.addAttribute("company", company);
        model.addAttribute("beneficiary", beneficiary.orElse(null));
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        return new ModelAndView("catalogues/beneficiary", model.asMap());
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
