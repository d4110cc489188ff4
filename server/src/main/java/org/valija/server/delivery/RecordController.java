package org.valija.server.delivery;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.valija.outbox.MessageState;
import org.valija.server.ValijaProperties;
import org.valija.server.catalogues.Companies;
import org.valija.server.sheets.SheetWriter;

/** <em>Registro de entregas</em>. */
@Controller
class RecordController {

    static final String PATH = "/registro-entregas";

    private static final int ROWS = 50;

    private final DeliveryRecord record;
    private final RecordExport export;
    private final Companies companies;
    private final ZoneId zone;

    RecordController(DeliveryRecord record, RecordExport export, Companies companies, ValijaProperties properties) {
        this.record = record;
        this.export = export;
        this.companies = companies;
        this.zone = Optional.ofNullable(properties.zone()).orElseGet(ZoneId::systemDefault);
    }

    @GetMapping(PATH)
    String list(RecordQuery query, Model model) {
        List<Delivery> found = record.search(query.filter(zone), query.olderThan(), ROWS + 1);
        boolean more = found.size() > ROWS;
        List<Delivery> shown = more ? found.subList(0, ROWS) : found;
        model.addAttribute("query", query);
        model.addAttribute("rows", record.rows(shown));
        model.addAttribute("older", more ? query.from(shown.getLast().id()) : null);
        model.addAttribute("companies", companies.visible());
        model.addAttribute("states", MessageState.values());
        model.addAttribute("mostPrinted", RecordExport.MOST_PRINTED);
        return "delivery/list";
    }

    @GetMapping(PATH + "/registro.xlsx")
    void xlsx(RecordQuery query, HttpServletResponse response) throws IOException {
        record.mustExport();
        head(response, SheetWriter.XLSX, "xlsx");
        export.xlsx(query.filter(zone), response.getOutputStream());
    }

    @GetMapping(PATH + "/registro.csv")
    void csv(RecordQuery query, HttpServletResponse response) throws IOException {
        record.mustExport();
        head(response, SheetWriter.CSV, "csv");
        export.csv(query.filter(zone), response.getOutputStream());
    }

    @GetMapping(PATH + "/registro.pdf")
    void pdf(RecordQuery query, HttpServletResponse response) throws IOException {
        record.mustExport();
        head(response, MediaType.APPLICATION_PDF_VALUE, "pdf");
        export.pdf(query, query.filter(zone), response.getOutputStream());
    }

    private static void head(HttpServletResponse response, String type, String form) {
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"registro-de-entregas." + form + "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
