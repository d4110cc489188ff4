package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.valija.server.api.DocumentHandIn.Taken;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.Document;
import org.valija.server.documents.DocumentDesk;
import org.valija.server.documents.DocumentFilter;
import org.valija.server.documents.DocumentKey;
import org.valija.server.documents.DocumentPage;
import org.valija.server.documents.IncomingFile;
import org.valija.server.documents.Kind;
import org.valija.server.scratch.ScratchFolder;
import org.valija.server.users.Operation;

/** {@code /api/v1/documents}. */
@RestController
@RequestMapping(path = ApiDocumentsController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class ApiDocumentsController {

    static final String PATH = ApiSecurity.ROOT + "/documents";

    private static final String KEY = "Idempotency-Key";
    private static final int LARGEST_PAGE = 200;
    private static final long LARGEST_DOCUMENT = 1024L * 1024;
    private static final int MONTHS = 12;

    private final DocumentHandIn handIn;
    private final DocumentDesk documents;
    private final Companies companies;
    private final ApiJson json;
    private final ScratchFolder scratch;

    ApiDocumentsController(
            DocumentHandIn handIn, DocumentDesk documents, Companies companies, ApiJson json, ScratchFolder scratch) {
        this.handIn = handIn;
        this.documents = documents;
        this.companies = companies;
        this.json = json;
        this.scratch = scratch;
    }

    /** A part of what was searched for. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<DocumentBody> documents, Optional<String> after) {
        Page {
            documents = List.copyOf(documents);
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<DocumentBody> add(
            HttpServletRequest request, @RequestHeader(name = KEY, required = false) @Nullable String key)
            throws IOException {
        try (Spools spools = new Spools(scratch)) {
            InputStream body = new BoundedStream(request.getInputStream(), LARGEST_DOCUMENT);
            return answer(handIn.take(
                    json.read(body, DocumentRequest.class, spools), List.of(), ApiMessageController.checked(key)));
        }
    }

    /** With its files, as a form: a part {@code document}, which a retención needs not, and parts {@code file}. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<DocumentBody> addForm(
            HttpServletRequest request, @RequestHeader(name = KEY, required = false) @Nullable String key)
            throws IOException, ServletException {
        try (Spools spools = new Spools(scratch)) {
            Optional<DocumentRequest> document = Optional.empty();
            List<IncomingFile> files = new ArrayList<>();
            for (Part part : request.getParts()) {
                if (part.getName().equals("document") && document.isEmpty()) {
                    try (InputStream in = new BoundedStream(part.getInputStream(), LARGEST_DOCUMENT)) {
                        document = Optional.of(json.read(in, DocumentRequest.class, spools));
                    }
                } else if (part.getName().equals("file")) {
                    files.add(new IncomingFile(
                            Optional.ofNullable(part.getSubmittedFileName()).orElse(""),
                            part.getSize(),
                            part::getInputStream));
                } else {
                    throw ApiException.ofField(Problem.MALFORMED_MULTIPART, part.getName(), "api.field.documents.part");
                }
            }
            return answer(
                    handIn.take(document.orElseGet(DocumentRequest::empty), files, ApiMessageController.checked(key)));
        }
    }

    @GetMapping("/{id:[0-9]+}")
    DocumentBody one(@PathVariable long id) {
        return documents.find(id, Operation.VIEW).map(this::body).orElseThrow(() -> ApiException.of(Problem.NOT_FOUND));
    }

    @GetMapping
    Page search(
            @RequestParam(required = false) @Nullable String company,
            @RequestParam(required = false) @Nullable Kind kind,
            @RequestParam(required = false) @Nullable Integer year,
            @RequestParam(defaultValue = "1") int monthFrom,
            @RequestParam(defaultValue = "12") int monthTo,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable Boolean sent,
            @RequestParam(defaultValue = "false") boolean lackingAddress,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(defaultValue = "") String after) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ApiException.ofField(Problem.INVALID_PARAMETER, "limit", "api.field.limit", LARGEST_PAGE);
        }
        if (monthFrom < 1 || monthTo > MONTHS || monthFrom > monthTo) {
            throw ApiException.ofField(Problem.INVALID_PARAMETER, "monthFrom", "api.field.parameter");
        }
        Optional<DocumentKey> key = DocumentKey.of(after);
        if (!after.isEmpty() && key.isEmpty()) {
            throw ApiException.ofField(Problem.INVALID_PARAMETER, "after", "api.field.parameter");
        }
        // Without a kind, all that the user acted for may see.
        Set<Kind> kinds = kind == null ? documents.kinds(Operation.VIEW) : EnumSet.of(kind);
        DocumentFilter filter = DocumentFilter.of(company(company).id(), kinds)
                .withText(text)
                .withSent(Optional.ofNullable(sent))
                .withLackingAddress(lackingAddress);
        DocumentPage page = documents.search(year == null ? filter : filter.in(year, monthFrom, monthTo), key, limit);
        Map<Long, String> rfcs = new HashMap<>();
        return new Page(
                page.documents().stream()
                        .map(document ->
                                DocumentBody.of(document, rfcs.computeIfAbsent(document.companyId(), this::rfc)))
                        .toList(),
                page.after().map(DocumentKey::text));
    }

    /** The one named, or the only one. */
    private Company company(@Nullable String rfc) {
        List<Company> all = companies.visible();
        return (rfc == null || rfc.isBlank()
                        ? all.stream().filter(_ -> all.size() == 1).findFirst()
                        : companies.visibleByRfc(rfc))
                .orElseThrow(() -> ApiException.ofField(
                        Problem.INVALID_PARAMETER, "company", "api.field.company", rfc == null ? "" : rfc));
    }

    private String rfc(long companyId) {
        return companies.find(companyId).map(Company::rfc).orElseThrow();
    }

    private DocumentBody body(Document document) {
        return DocumentBody.of(document, rfc(document.companyId()));
    }

    private ResponseEntity<DocumentBody> answer(Taken taken) {
        return ResponseEntity.status(taken.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .header(
                        HttpHeaders.LOCATION,
                        URI.create(PATH + "/" + taken.document().id()).toString())
                .body(body(taken.document()));
    }
}
