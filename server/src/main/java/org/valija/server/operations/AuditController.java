package org.valija.server.operations;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditArea;
import org.valija.server.audit.AuditEntry;
import org.valija.server.audit.AuditFilter;
import org.valija.server.audit.AuditPlace;
import org.valija.server.sheets.SheetWriter;

/** <em>Auditoría</em>. */
@Controller
class AuditController {

    static final String PATH = "/sistema/auditoria";

    private static final int ROWS = 50;

    private final AuditReview review;
    private final AuditExport export;
    private final ZoneId zone;

    AuditController(AuditReview review, AuditExport export, ValijaProperties properties) {
        this.review = review;
        this.export = export;
        this.zone = Optional.ofNullable(properties.zone()).orElseGet(ZoneId::systemDefault);
    }

    @GetMapping(PATH)
    String list(AuditQuery query, Model model) {
        List<AuditEntry> found = review.search(query.filter(zone), query.olderThan(), ROWS + 1);
        boolean more = found.size() > ROWS;
        List<AuditEntry> shown = more ? found.subList(0, ROWS) : found;
        model.addAttribute("query", query);
        model.addAttribute("rows", shown);
        model.addAttribute("older", more ? query.from(AuditPlace.of(shown.getLast())) : null);
        model.addAttribute("areas", areas());
        model.addAttribute("actors", review.actors());
        model.addAttribute("mayExport", review.mayExport());
        return "operations/audit";
    }

    private static Map<AuditArea, List<AuditAction>> areas() {
        return Arrays.stream(AuditAction.values())
                .collect(Collectors.groupingBy(
                        AuditAction::area, () -> new EnumMap<>(AuditArea.class), Collectors.toList()));
    }

    @GetMapping(PATH + "/auditoria.xlsx")
    void xlsx(AuditQuery query, HttpServletResponse response) throws IOException {
        AuditFilter filter = query.filter(zone);
        review.noteExport(filter, "xlsx");
        head(response, SheetWriter.XLSX, "xlsx");
        export.xlsx(filter, response.getOutputStream());
    }

    @GetMapping(PATH + "/auditoria.csv")
    void csv(AuditQuery query, HttpServletResponse response) throws IOException {
        AuditFilter filter = query.filter(zone);
        review.noteExport(filter, "csv");
        head(response, SheetWriter.CSV, "csv");
        export.csv(filter, response.getOutputStream());
    }

    private static void head(HttpServletResponse response, String type, String form) {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"auditoria." + form + "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
