package org.valija.server.sending;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.mail.MailContent;
import org.valija.server.accounts.PasswordServer;
import org.valija.server.sending.Departure.Answer;
import org.valija.server.sending.Departure.Reply;
import org.valija.server.users.Operation;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Pages;

/** <em>Vista previa</em>: the mail of a draft octet for octet as it leaves, and its sending. */
@Controller
class PreviewController {

    static final String PLACE = "/vista-previa";

    private static final String PATH = SendController.PATH + "/{id:[0-9a-f]{32}}" + PLACE;

    private final Drafts drafts;
    private final DraftCheck check;
    private final PreparedMails mails;
    private final Departure departure;
    private final DraftLocks locks;
    private final PasswordServer passwordServer;
    private final SendingRights rights;

    PreviewController(
            Drafts drafts,
            DraftCheck check,
            PreparedMails mails,
            Departure departure,
            DraftLocks locks,
            PasswordServer passwordServer,
            SendingRights rights) {
        this.drafts = drafts;
        this.check = check;
        this.mails = mails;
        this.departure = departure;
        this.locks = locks;
        this.passwordServer = passwordServer;
        this.rights = rights;
    }

    /** What cannot be shown, or has left, is told at the draft's own page. */
    @GetMapping(PATH)
    ModelAndView show(@PathVariable String id, Principal user, Model model, RedirectAttributes flash) {
        synchronized (locks.of(id)) {
            Draft draft = find(id, user);
            FieldErrors errors = check.letter(draft);
            if (!draft.state().isOpen() || !errors.isEmpty()) {
                if (!errors.isEmpty()) {
                    flash.addFlashAttribute("errors", errors);
                }
                return Pages.seeOther(place(draft));
            }
            DraftPreview preview = mails.show(draft);
            model.addAttribute("draft", draft);
            model.addAttribute("preview", MailPreview.of(mails.content(preview)));
            model.addAttribute("mail", mails.mail(draft, preview));
            model.addAttribute("fingerprint", preview.fingerprint());
            model.addAttribute("size", preview.size());
            model.addAttribute("needsPassword", !draft.content().oauth());
            model.addAttribute(
                    "canSend",
                    rights.may(Operation.RUN, draft.document())
                            && (draft.content().oauth() || passwordServer.isConfigured()));
            if (!model.containsAttribute("errors")) {
                model.addAttribute("errors", FieldErrors.none());
            }
            return new ModelAndView("sending/preview", model.asMap());
        }
    }

    /** What was shown leaves; when the draft has changed since, the preview is shown anew. */
    @PostMapping(PATH)
    ModelAndView send(
            @PathVariable String id,
            @RequestParam String fingerprint,
            @RequestParam int version,
            @RequestParam(defaultValue = "") String password,
            @RequestParam String action,
            Principal user,
            RedirectAttributes flash) {
        synchronized (locks.of(id)) {
            Draft draft = find(id, user);
            rights.must(Operation.RUN, draft.document());
            Reply reply = Reply.of(action).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
            if (!draft.state().isOpen()) {
                return Pages.seeOther(place(draft));
            }
            boolean same = mails.shown(draft)
                    .filter(preview -> preview.fingerprint().equals(fingerprint))
                    .isPresent();
            if (!same) {
                flash.addFlashAttribute("changed", true);
                return Pages.seeOther(place(draft) + PLACE);
            }
            return switch (departure.send(draft, version, password, reply)) {
                case Answer.Mend mend -> {
                    flash.addFlashAttribute("errors", mend.errors());
                    boolean here = mend.errors().all().stream()
                            .allMatch(error -> error.field().equals("password"));
                    yield Pages.seeOther(place(draft) + (here ? PLACE : ""));
                }
                case Answer.Asks asks -> {
                    flash.addFlashAttribute("question", asks.question());
                    yield Pages.seeOther(place(draft) + PLACE);
                }
                case Answer.Leaves leaves -> Pages.seeOther(place(draft));
            };
        }
    }

    /** A file as it leaves: PDF to be read at once, XML as text, anything else to be kept. */
    @GetMapping(PATH + "/{index:[0-9]{1,3}}")
    void file(@PathVariable String id, @PathVariable int index, Principal user, HttpServletResponse response)
            throws IOException {
        MailPreview.Opened file = MailPreview.file(content(id, user), index).orElseThrow(PreviewController::notThere);
        FileAnswer.write(file, response);
    }

    /** The octets themselves. */
    @GetMapping(PATH + "/correo.eml")
    void octets(@PathVariable String id, Principal user, HttpServletResponse response) throws IOException {
        MailContent content = content(id, user);
        response.setContentType("message/rfc822");
        response.setContentLengthLong(content.size());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"vista-previa.eml\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try (InputStream octets = content.open()) {
            octets.transferTo(response.getOutputStream());
        }
    }

    private MailContent content(String id, Principal user) {
        Optional<DraftPreview> preview = mails.shown(find(id, user));
        return mails.content(preview.orElseThrow(PreviewController::notThere));
    }

    private Draft find(String id, Principal user) {
        return drafts.find(id, user.getName()).orElseThrow(PreviewController::notThere);
    }

    private static ResponseStatusException notThere() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    private static String place(Draft draft) {
        return SendController.PATH + "/" + draft.id();
    }
}
