package org.valija.server.documents;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.retenciones.Catalogos;
import org.valija.server.users.Operation;
import org.valija.server.web.Moments;

/** The lists of documents: of Bancos, of retenciones, of Contabilidad. */
@Controller
class DocumentListController {

    private static final int ROWS = 50;
    private static final int YEARS = 8;
    private static final int MONTHS = 12;

    private final Documents documents;
    private final DocumentDesk desk;
    private final Companies companies;
    private final Moments days;

    DocumentListController(Documents documents, DocumentDesk desk, Companies companies, Moments days) {
        this.documents = documents;
        this.desk = desk;
        this.companies = companies;
        this.days = days;
    }

    @GetMapping("/bancos/documentos")
    String bank(DocumentQuery query, Model model) {
        return list(Shelf.BANCOS, query, model);
    }

    @GetMapping("/bancos/retenciones")
    String retenciones(DocumentQuery query, Model model) {
        return list(Shelf.RETENCIONES, query, model);
    }

    @GetMapping("/contabilidad/documentos")
    String accounting(DocumentQuery query, Model model) {
        return list(Shelf.CONTABILIDAD, query, model);
    }

    private String list(Shelf shelf, DocumentQuery query, Model model) {
        desk.must(Operation.VIEW, shelf.kinds().getFirst());
        List<Company> all = companies.visible();
        Optional<Company> company = all.stream()
                .filter(one -> Long.valueOf(one.id()).equals(query.empresa()))
                .findFirst()
                .or(() -> all.stream().findFirst());
        model.addAttribute("shelf", shelf);
        model.addAttribute("query", query);
        model.addAttribute("companies", all);
        model.addAttribute("company", company.orElse(null));
        model.addAttribute("monthNames", monthNames());
        int year = days.today().getYear();
        model.addAttribute(
                "years",
                IntStream.rangeClosed(0, YEARS).mapToObj(back -> year - back).toList());
        company.ifPresent(one -> fill(shelf, query, query.filter(shelf, one.id()), model));
        return "documents/list";
    }

    private void fill(Shelf shelf, DocumentQuery query, DocumentFilter filter, Model model) {
        DocumentPage page = desk.search(filter, query.after(), ROWS);
        model.addAttribute("documents", page.documents());
        model.addAttribute("lacking", documents.lackingAddress(page.documents()));
        boolean whole = page.after().isEmpty() && query.after().isEmpty();
        model.addAttribute("count", whole ? Long.valueOf(page.documents().size()) : Long.valueOf(desk.count(filter)));
        model.addAttribute(
                "older", page.after().map(key -> query.from(shelf, key)).orElse(null));
        model.addAttribute("first", query.first(shelf));
    }

    static List<String> monthNames() {
        return IntStream.rangeClosed(1, MONTHS)
                .mapToObj(month -> Catalogos.mes(month).orElseThrow())
                .toList();
    }
}
