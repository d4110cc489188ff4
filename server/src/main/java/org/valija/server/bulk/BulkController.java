package org.valija.server.bulk;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.Document;
import org.valija.server.documents.DocumentDesk;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Moments;
import org.valija.server.web.Pages;

/** The pages <em>Envíos masivos</em>: those there are, choosing documents for another, and one with its progress. */
@Controller
class BulkController {

    static final String PATH = "/envios-masivos";

    private static final int LISTED = 30;
    private static final int YEARS = 8;

    private final Bulks bulks;
    private final BulkStandings standings;
    private final BulkModel pages;
    private final BulkWords words;
    private final Companies companies;
    private final DocumentDesk documents;
    private final AccountOwners owners;
    private final Moments moments;

    BulkController(
            Bulks bulks,
            BulkStandings standings,
            BulkModel pages,
            BulkWords words,
            Companies companies,
            DocumentDesk documents,
            AccountOwners owners,
            Moments moments) {
        this.bulks = bulks;
        this.standings = standings;
        this.pages = pages;
        this.words = words;
        this.companies = companies;
        this.documents = documents;
        this.owners = owners;
        this.moments = moments;
    }

    @GetMapping(PATH)
    String list(@RequestParam Optional<Long> antes, Model model) {
        List<BulkDelivery> found = bulks.latest(antes, LISTED + 1);
        boolean more = found.size() > LISTED;
        List<BulkDelivery> shown = more ? found.subList(0, LISTED) : found;
        model.addAttribute("bulks", shown.stream().map(standings::briefly).toList());
        model.addAttribute("older", more ? shown.getLast().id() : null);
        model.addAttribute("all", owners.seesAll());
        return "bulk/list";
    }

    @GetMapping(PATH + "/nuevo")
    String choose(BulkForm form, Model model) {
        bulks.mustCreate();
        List<Company> active = companies.visibleActive();
        model.addAttribute("form", form);
        model.addAttribute("companies", active);
        model.addAttribute("choices", choices());
        int year = moments.today().getYear();
        model.addAttribute(
                "years",
                IntStream.range(0, YEARS).map(back -> year - back).boxed().toList());
        model.addAttribute(
                "months", IntStream.rangeClosed(1, 12).mapToObj(words::month).toList());
        if (!model.containsAttribute("errors")) {
            model.addAttribute("errors", FieldErrors.none());
        }
        count(form, model);
        return "bulk/new";
    }

    /** Those whose documents the present user may send, all of them. */
    private List<BulkForm.Choice> choices() {
        return Stream.of(BulkForm.Choice.values())
                .filter(choice -> documents.kinds(Operation.RUN).containsAll(choice.kinds()))
                .toList();
    }

    /** How many documents fit, while somebody chooses. */
    @GetMapping(PATH + "/cuantos")
    String howMany(BulkForm form, Model model) {
        bulks.mustCreate();
        count(form, model);
        return "bulk/new :: count";
    }

    private void count(BulkForm form, Model model) {
        long count = company(form)
                .filter(known -> documents
                        .kinds(Operation.VIEW)
                        .containsAll(form.choice().kinds()))
                .map(known -> documents.count(form.filter(known.id())))
                .orElse(0L);
        model.addAttribute("count", count);
        model.addAttribute("largest", Bulks.LARGEST);
    }

    private Optional<Company> company(BulkForm form) {
        return Optional.ofNullable(form.empresa())
                .flatMap(companies::visible)
                .or(() -> companies.visibleActive().stream().findFirst());
    }

    /** Those that fit. */
    @PostMapping(PATH)
    ModelAndView create(BulkForm form, RedirectAttributes flash) {
        bulks.mustCreate();
        Optional<Company> company = company(form);
        boolean nothing = company.map(known -> documents.count(form.filter(known.id())) == 0)
                .orElse(true);
        if (nothing) {
            FieldErrors errors = FieldErrors.none();
            errors.add("tipo", "error.bulk.nothing");
            flash.addFlashAttribute("errors", errors);
            return Pages.seeOther(pages.chooseAgain(form));
        }
        String name = form.name().orElseGet(() -> words.name(form));
        return Pages.seeOther(
                place(bulks.create(name, form.filter(company.orElseThrow().id()))));
    }

    /** Those that are ticked in a list of documents; all of the company that the first is of. */
    @PostMapping(PATH + "/nuevo")
    ModelAndView ofTicked(
            @RequestParam(defaultValue = "") List<Long> id, @RequestParam(defaultValue = "") String nombre) {
        bulks.mustCreate();
        Optional<Document> first = id.stream().findFirst().flatMap(documents::find);
        if (first.isEmpty()) {
            return Pages.seeOther(PATH + "/nuevo");
        }
        String name = nombre.isBlank() ? words.text("bulk.name.ticked") : nombre;
        return Pages.seeOther(place(bulks.create(first.get().companyId(), name, id)));
    }

    @GetMapping(PATH + "/{id:[0-9]{1,18}}")
    String one(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String estado,
            @RequestParam(defaultValue = "0") long desde,
            Model model) {
        BulkDelivery bulk = bulks.own(id);
        pages.fill(bulk, BulkSelection.of(estado, desde), model);
        return "bulk/one";
    }

    /** The part that renews itself; nothing where the page shows it already, the whole page where it is another. */
    @GetMapping(PATH + "/{id:[0-9]{1,18}}/avance")
    @Nullable
    String progress(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String v,
            @RequestParam(defaultValue = "") String e,
            Model model,
            HttpServletResponse response) {
        BulkStanding standing = standings.of(bulks.own(id));
        if (!standing.bulk().state().name().equals(e)) {
            response.setHeader("HX-Refresh", "true");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return null;
        }
        if (standing.version().equals(v)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return null;
        }
        model.addAttribute("standing", standing);
        return "bulk/one :: progress";
    }

    /** The mail of one document as it would leave, or has left. */
    @GetMapping(PATH + "/{id:[0-9]{1,18}}/vista/{seq:[0-9]{1,9}}")
    String preview(@PathVariable long id, @PathVariable int seq, StartForm form, Model model) {
        BulkDelivery bulk = bulks.own(id);
        pages.preview(bulk, bulks.item(bulk, seq), form, model);
        return "bulk/preview";
    }

    static String place(long id) {
        return PATH + "/" + id;
    }
}
