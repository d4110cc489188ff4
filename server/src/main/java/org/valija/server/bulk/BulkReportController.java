package org.valija.server.bulk;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.valija.server.sheets.SheetWriter;

/** The report of a bulk delivery, as files. */
@Controller
class BulkReportController {

    private static final String REPORT = BulkController.PATH + "/{id:[0-9]{1,18}}/reporte";

    private final Bulks bulks;
    private final BulkReports reports;
    private final BulkWords words;

    BulkReportController(Bulks bulks, BulkReports reports, BulkWords words) {
        this.bulks = bulks;
        this.reports = reports;
        this.words = words;
    }

    @GetMapping(REPORT + ".xlsx")
    void xlsx(@PathVariable long id, HttpServletResponse response) throws IOException {
        BulkDelivery bulk = bulks.own(id);
        head(response, SheetWriter.XLSX, bulk, "xlsx");
        reports.xlsx(bulk, response.getOutputStream());
    }

    @GetMapping(REPORT + ".pdf")
    void pdf(@PathVariable long id, HttpServletResponse response) throws IOException {
        BulkDelivery bulk = bulks.own(id);
        head(response, MediaType.APPLICATION_PDF_VALUE, bulk, "pdf");
        reports.pdf(bulk, response.getOutputStream());
    }

    private void head(HttpServletResponse response, String type, BulkDelivery bulk, String ending) {
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(words.text("bulk.report.file", String.valueOf(bulk.id())) + "." + ending)
                        .build()
                        .toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
