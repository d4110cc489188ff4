package org.valija.server.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MessageState;
import org.valija.server.api.MessageRequest.AttachmentRequest;
import org.valija.server.scratch.ScratchFolder;

/** {@code /api/v1/messages}. */
@RestController
@RequestMapping(path = ApiMessageController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class ApiMessageController {

    static final String PATH = ApiSecurity.ROOT + "/messages";

    private static final String KEY = "Idempotency-Key";
    private static final int LONGEST_KEY = 255;
    private static final int LARGEST_PAGE = 200;

    /** Octets of a form's document; its files come in parts of their own. */
    private static final long LARGEST_DOCUMENT = 16L * 1024 * 1024;

    private final Intake intake;
    private final Messages messages;
    private final ApiJson json;
    private final ScratchFolder scratch;

    ApiMessageController(Intake intake, Messages messages, ApiJson json, ScratchFolder scratch) {
        this.intake = intake;
        this.messages = messages;
        this.json = json;
        this.scratch = scratch;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<MessageBody> accept(
            HttpServletRequest request, @RequestHeader(name = KEY, required = false) @Nullable String key)
            throws IOException {
        try (Spools spools = new Spools(scratch)) {
            InputStream body = new BoundedStream(request.getInputStream(), BearerFilter.LARGEST_REQUEST);
            return accepted(intake.accept(json.read(body, MessageRequest.class, spools), checked(key), spools));
        }
    }

    /** The same as a form: a part {@code message} with the document, and parts {@code attachment} with the files. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<MessageBody> acceptForm(
            HttpServletRequest request, @RequestHeader(name = KEY, required = false) @Nullable String key)
            throws IOException, ServletException {
        try (Spools spools = new Spools(scratch)) {
            Optional<MessageRequest> document = Optional.empty();
            List<AttachmentRequest> files = new ArrayList<>();
            for (Part part : request.getParts()) {
                if (part.getName().equals("message") && document.isEmpty()) {
                    try (InputStream in = new BoundedStream(part.getInputStream(), LARGEST_DOCUMENT)) {
                        document = Optional.of(json.read(in, MessageRequest.class, spools));
                    }
                } else if (part.getName().equals("attachment")) {
                    files.add(attachment(part, spools));
                } else {
                    throw ApiException.ofField(Problem.MALFORMED_MULTIPART, part.getName(), "api.field.part");
                }
            }
            MessageRequest message = document.orElseThrow(
                    () -> ApiException.ofField(Problem.MALFORMED_MULTIPART, "message", "api.field.part.missing"));
            return accepted(intake.accept(message.and(files), checked(key), spools));
        }
    }

    @GetMapping("/{id:[0-9]+}")
    MessageBody state(@PathVariable long id) {
        return messages.find(id).orElseThrow(() -> ApiException.of(Problem.NOT_FOUND));
    }

    @PostMapping("/{id:[0-9]+}/cancel")
    MessageBody cancel(@PathVariable long id) {
        return messages.cancel(id).orElseThrow(() -> ApiException.of(Problem.NOT_CANCELLABLE));
    }

    @GetMapping
    Messages.Page search(
            @RequestParam(required = false) @Nullable String batch,
            @RequestParam(required = false) @Nullable MessageState state,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable Long before) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ApiException.ofField(Problem.INVALID_PARAMETER, "limit", "api.field.limit", LARGEST_PAGE);
        }
        MailFilter filter = new MailFilter(
                Optional.ofNullable(state),
                MailFilter.ALL.accounts(),
                Optional.ofNullable(batch).filter(name -> !name.isBlank()),
                Optional.empty());
        return messages.search(filter, Optional.ofNullable(before), limit);
    }

    private ResponseEntity<MessageBody> accepted(long id) {
        MessageBody body =
                messages.accepted(id).orElseThrow(() -> ApiException.of(Problem.MESSAGE_FORGOTTEN, Long.toString(id)));
        return ResponseEntity.accepted()
                .header(HttpHeaders.LOCATION, URI.create(PATH + "/" + id).toString())
                .body(body);
    }

    /** @throws ApiException when it is no key */
    static Optional<String> checked(@Nullable String key) {
        if (key != null && !key.matches("[!-~](?:[ -~]{0," + (LONGEST_KEY - 2) + "}[!-~])?")) {
            throw ApiException.of(Problem.INVALID_KEY, LONGEST_KEY);
        }
        return Optional.ofNullable(key);
    }

    private static AttachmentRequest attachment(Part part, Spools spools) throws IOException {
        String type = Optional.ofNullable(part.getContentType()).orElse("");
        try (InputStream in = part.getInputStream()) {
            return new AttachmentRequest(
                    Optional.ofNullable(part.getSubmittedFileName()).orElse(""),
                    // What clients say that know nothing of it.
                    type.startsWith(MediaType.APPLICATION_OCTET_STREAM_VALUE) ? "" : type,
                    Optional.of(spools.keep(in::transferTo)),
                    Optional.empty());
        }
    }
}
