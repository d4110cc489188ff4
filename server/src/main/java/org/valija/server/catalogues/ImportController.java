package org.valija.server.catalogues;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.catalogues.BeneficiaryImports.Applied;
import org.valija.server.catalogues.BeneficiaryImports.Preview;
import org.valija.server.catalogues.BeneficiaryImports.Received;
import org.valija.server.sheets.SheetWriter;
import org.valija.server.sheets.UnreadableSheetException;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** <em>Importar beneficiarios</em>: the file, what it would do, and its doing. */
@Controller
class ImportController {

    static final String PATH = BeneficiaryController.PATH + "/importar";

    /** Of each kind of row; all of those refused are in the file that can be taken. */
    private static final int MOST_SHOWN = 100;

    private static final int LONGEST_FILE_NAME = 150;
    private static final String ID = "/{id:[A-Za-z0-9_-]{43}}";

    private final BeneficiaryImports imports;
    private final Companies companies;
    private final ImportSheets sheets;
    private final MessageSource messages;

    ImportController(BeneficiaryImports imports, Companies companies, ImportSheets sheets, MessageSource messages) {
        this.imports = imports;
        this.companies = companies;
        this.sheets = sheets;
        this.messages = messages;
    }

    @GetMapping(PATH)
    String form(@RequestParam long empresa, Model model) {
        imports.mustImport();
        model.addAttribute("company", company(empresa));
        model.addAttribute("megabytes", imports.megabytes());
        return "catalogues/import";
    }

    @PostMapping(PATH)
    ModelAndView receive(@RequestParam long empresa, @RequestParam MultipartFile file, RedirectAttributes flash)
            throws IOException {
        imports.mustImport();
        Company company = company(empresa);
        try (InputStream in = file.getInputStream()) {
            Received received = imports.receive(company.id(), fileName(file), in);
            if (received instanceof Received.Kept(String id)) {
                return Pages.seeOther(PATH + "/" + id);
            }
            flash.addFlashAttribute("say", refusal(received));
        } catch (UnreadableSheetException e) {
            flash.addFlashAttribute("say", say(e.key(), e.arguments()));
        }
        return Pages.seeOther(PATH + "?empresa=" + empresa);
    }

    @GetMapping(PATH + ID)
    ModelAndView preview(@PathVariable String id, Model model, RedirectAttributes flash) {
        Optional<Preview> found = imports.preview(id);
        if (found.isEmpty()) {
            return gone(flash);
        }
        Preview preview = found.get();
        model.addAttribute("id", id);
        model.addAttribute("company", company(preview.file().companyId()));
        model.addAttribute("fileName", preview.file().fileName());
        model.addAttribute("ignored", preview.ignored());
        model.addAttribute("mark", preview.plan().mark());
        model.addAttribute("most", MOST_SHOWN);
        add(model, "added", preview.plan().rows(PlannedRow.Added.class));
        add(model, "changed", preview.plan().rows(PlannedRow.Changed.class));
        add(model, "unchanged", preview.plan().rows(PlannedRow.Unchanged.class));
        add(model, "refused", preview.plan().rows(PlannedRow.Refused.class));
        return new ModelAndView("catalogues/import-preview", model.asMap());
    }

    @PostMapping(PATH + ID + "/aplicar")
    ModelAndView apply(
            @PathVariable String id, @RequestParam long empresa, @RequestParam String mark, RedirectAttributes flash) {
        return switch (imports.apply(id, mark)) {
            case Applied.Done(int added, int changed) -> {
                flash.addFlashAttribute("good", text("import.done", added, changed));
                yield Pages.seeOther(BeneficiaryController.PATH + "?empresa=" + empresa);
            }
            case Applied.Different different -> {
                flash.addFlashAttribute("say", say("error.import.different"));
                yield Pages.seeOther(PATH + "/" + id);
            }
            case Applied.Gone gone -> gone(flash);
        };
    }

    /** The rows that are not taken, each with its reason. */
    @GetMapping(PATH + ID + "/rechazados.xlsx")
    void refused(@PathVariable String id, HttpServletResponse response) throws IOException {
        Preview preview = imports.preview(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        download(response, SheetWriter.XLSX, text("import.refused.file") + ".xlsx");
        sheets.writeRefused(preview.plan().rows(PlannedRow.Refused.class), response.getOutputStream());
    }

    @GetMapping(PATH + "/ejemplo.xlsx")
    void sampleWorkbook(HttpServletResponse response) throws IOException {
        imports.mustImport();
        download(response, SheetWriter.XLSX, text("import.sample.file") + ".xlsx");
        sheets.writeSampleWorkbook(response.getOutputStream());
    }

    @GetMapping(PATH + "/ejemplo.csv")
    void sampleText(HttpServletResponse response) throws IOException {
        imports.mustImport();
        download(response, SheetWriter.CSV, text("import.sample.file") + ".csv");
        sheets.writeSampleText(response.getOutputStream());
    }

    private static void download(HttpServletResponse response, String type, String name) {
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
    }

    private static void add(Model model, String name, List<? extends PlannedRow> rows) {
        model.addAttribute(name, rows.subList(0, Math.min(rows.size(), MOST_SHOWN)));
        model.addAttribute(name + "Count", rows.size());
    }

    private ModelAndView gone(RedirectAttributes flash) {
        flash.addFlashAttribute("say", say("error.import.gone"));
        return Pages.seeOther(BeneficiaryController.PATH);
    }

    private Say refusal(Received received) {
        return switch (received) {
            case Received.Kept kept -> throw new IllegalStateException("it was kept");
            case Received.NoHeadings noHeadings -> say("error.import.headings");
            case Received.Repeated(List<String> headings) ->
                say("error.import.repeated", RowFinding.quoted(String.join(", ", headings)));
            case Received.NoRows noRows -> say("error.import.rows");
        };
    }

    private Say say(String key, Object... arguments) {
        return new Say(text(key, arguments), text("error.import.side"), text(key + ".do", arguments), "");
    }

    /** Old browsers send the folders too. */
    private static String fileName(MultipartFile file) {
        String path = StringUtils.cleanPath(
                Optional.ofNullable(file.getOriginalFilename()).orElse(""));
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("\\p{Cc}", "");
        return name.length() <= LONGEST_FILE_NAME ? name : name.substring(name.length() - LONGEST_FILE_NAME);
    }

    private Company company(long id) {
        return companies.visible(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
