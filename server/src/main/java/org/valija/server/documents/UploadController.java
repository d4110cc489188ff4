package org.valija.server.documents;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.users.Operation;
import org.valija.server.web.Moments;

/**
 * Brings many files in at once. The page's script sends them a few at a time and gets lines of the result; without it the form
 * sends all and gets the page with the result.
 */
@Controller
class UploadController {

    private static final String PATH = DocumentController.PATH + "/subir";

    private final DocumentIntake intake;
    private final Companies companies;
    private final DocumentDesk desk;
    private final Moments days;

    UploadController(DocumentIntake intake, Companies companies, DocumentDesk desk, Moments days) {
        this.intake = intake;
        this.companies = companies;
        this.desk = desk;
        this.days = days;
    }

    @GetMapping(PATH)
    String form(
            @RequestParam(defaultValue = "RETENCION") Kind tipo,
            @RequestParam(required = false) @Nullable Long empresa,
            Model model) {
        desk.must(Operation.CREATE, tipo);
        model.addAttribute("results", List.of());
        return page(tipo, empresa, days.today(), model);
    }

    @PostMapping(PATH)
    String upload(
            @RequestParam Kind tipo,
            @RequestParam(required = false) @Nullable Long empresa,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate fecha,
            @RequestParam(defaultValue = "") List<MultipartFile> files,
            @RequestHeader(name = "X-Requested-With", defaultValue = "") String with,
            Model model) {
        desk.must(Operation.CREATE, tipo);
        LocalDate date = fecha == null ? days.today() : fecha;
        // A retención is its issuer's, whichever company was being looked at.
        Optional<Long> company =
                tipo == Kind.RETENCION ? Optional.empty() : chosen(empresa).map(Company::id);
        IntakeOrder order = new IntakeOrder(company, tipo, date, Source.UPLOAD, desk.userCode(), desk.rights());
        List<Outcome> outcomes = intake.take(Uploads.chosen(files), order);
        boolean lines = with.equals("fetch");
        model.addAttribute(
                "results",
                outcomes.stream()
                        .map(OutcomeView::of)
                        .sorted(Comparator.comparing(OutcomeView::good))
                        .toList());
        page(tipo, empresa, date, model);
        return lines ? "documents/upload :: lines" : "documents/upload";
    }

    private String page(Kind kind, @Nullable Long company, LocalDate date, Model model) {
        model.addAttribute("kind", kind);
        model.addAttribute("shelf", Shelf.of(kind));
        model.addAttribute("companies", companies.visibleActive());
        model.addAttribute("company", chosen(company).orElse(null));
        model.addAttribute("date", date);
        return "documents/upload";
    }

    private Optional<Company> chosen(@Nullable Long id) {
        return Stream.concat(
                        Optional.ofNullable(id).flatMap(companies::visible).stream(),
                        companies.visibleActive().stream())
                .findFirst();
    }
}
