package org.valija.server.sending;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.oauth.AuthorizationException;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.Authentication;
import org.valija.server.accounts.Authentication.Wish;
import org.valija.server.files.FileNames;
import org.valija.server.outbox.MailView;
import org.valija.server.sending.Departure.Answer;
import org.valija.server.sending.Departure.Reply;
import org.valija.server.users.Operation;
import org.valija.server.users.Users;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** The page <em>Entrega por correo electrónico</em>: its buttons all post the same form, and none loses what was typed. */
@Controller
class SendController {

    static final String PATH = "/envios";

    private final Drafts drafts;
    private final DraftCheck check;
    private final Departure departure;
    private final Handover handover;
    private final DraftLocks locks;
    private final ObjectProvider<DocumentDispatch> documents;
    private final DialogModel dialog;
    private final Authentication authentication;
    private final SendingRights rights;
    private final AccountOwners owners;
    private final Users users;
    private final MessageSource messages;

    SendController(
            Drafts drafts,
            DraftCheck check,
            Departure departure,
            Handover handover,
            DraftLocks locks,
            ObjectProvider<DocumentDispatch> documents,
            DialogModel dialog,
            Authentication authentication,
            SendingRights rights,
            AccountOwners owners,
            Users users,
            MessageSource messages) {
        this.drafts = drafts;
        this.check = check;
        this.departure = departure;
        this.handover = handover;
        this.locks = locks;
        this.documents = documents;
        this.dialog = dialog;
        this.authentication = authentication;
        this.rights = rights;
        this.owners = owners;
        this.users = users;
        this.messages = messages;
    }

    @GetMapping(PATH + "/nuevo")
    String empty(Principal user, Model model) {
        rights.must(Operation.VIEW, Optional.empty());
        dialog.empty(user.getName(), model);
        return "sending/dialog";
    }

    @GetMapping(PATH + "/{id:[0-9a-f]{32}}")
    String draft(@PathVariable String id, Principal user, Model model) {
        dialog.of(find(id, user), model);
        return "sending/dialog";
    }

    /**
     * The part of the page that tells how the sending goes: nothing where the page shows it already; when it is over, or waits
     * for somebody, the whole page is to be loaded again.
     */
    @GetMapping(PATH + "/{id:[0-9a-f]{32}}/avance")
    @Nullable
    String progress(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String v,
            Principal user,
            Model model,
            HttpServletResponse response) {
        Draft draft = find(id, user);
        dialog.of(draft, model);
        boolean underWay = draft.state() == DraftState.SENDING;
        if (model.getAttribute("view") instanceof MailView view) {
            if (view.version().equals(v)) {
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return null;
            }
            underWay = view.underWay();
        }
        if (!underWay) {
            response.setHeader("HX-Refresh", "true");
        }
        return "sending/dialog :: status";
    }

    /** A new mail becomes a draft under the id that its page was made with, so that pressing twice makes one. */
    @PostMapping(PATH + "/nuevo")
    ModelAndView first(DraftForm form, Principal user, HttpServletRequest request, RedirectAttributes flash)
            throws IOException {
        synchronized (locks.of(form.draftId())) {
            form.newDocument().ifPresent(document -> documents.getObject().state(document));
            Optional<Draft> created =
                    drafts.createOnce(form.draftId(), user.getName(), form.content(), form.newDocument());
            if (created.isPresent()) {
                return act(created.get(), form, request, flash);
            }
            Optional<Draft> earlier = drafts.find(form.draftId(), user.getName());
            if (earlier.isPresent() && write(earlier.get(), form)) {
                return act(earlier.get(), form, request, flash);
            }
            boolean same = earlier.filter(draft -> draft.content().equals(form.content()))
                    .isPresent();
            return same
                    ? Pages.seeOther(place(earlier.get()))
                    : act(drafts.create(user.getName(), form.content(), form.newDocument()), form, request, flash);
        }
    }

    @PostMapping(PATH + "/{id:[0-9a-f]{32}}")
    ModelAndView next(
            @PathVariable String id,
            DraftForm form,
            Principal user,
            HttpServletRequest request,
            RedirectAttributes flash)
            throws IOException {
        synchronized (locks.of(id)) {
            Draft draft = find(id, user);
            if (form.version() == draft.version()) {
                handover.reopenIfEnded(draft);
            }
            return write(draft, form) ? act(draft, form, request, flash) : Pages.seeOther(place(draft));
        }
    }

    /** Takes back what has not left, to be changed. */
    @PostMapping(PATH + "/{id:[0-9a-f]{32}}/retirar")
    ModelAndView takeBack(@PathVariable String id, Principal user, RedirectAttributes flash) {
        synchronized (locks.of(id)) {
            Draft draft = find(id, user);
            if (handover.takeBack(draft)) {
                flash.addFlashAttribute("good", text("sending.takenBack"));
            }
            return Pages.seeOther(place(draft));
        }
    }

    private boolean write(Draft draft, DraftForm form) {
        return drafts.write(draft, form.content(), form.documentOf(draft));
    }

    private ModelAndView act(Draft draft, DraftForm form, HttpServletRequest request, RedirectAttributes flash)
            throws IOException {
        users.rememberOption(draft.userCode(), form.oauth());
        List<String> refused = attach(draft, form.files());
        flash.addFlashAttribute("attachmentErrors", refused);
        Draft now = drafts.find(draft.id(), draft.userCode()).orElseThrow();
        String action = form.action();
        if (action.startsWith("quitar-")) {
            drafts.remove(now, Long.parseLong(action.substring("quitar-".length())));
            return Pages.seeOther(place(now) + "#adjuntos");
        }
        if (action.startsWith("texto-")) {
            fill(now, action.substring("texto-".length()));
            return Pages.seeOther(place(now));
        }
        Optional<Reply> reply = Reply.of(action);
        if (reply.isPresent()) {
            return refused.isEmpty() ? send(now, form, reply.get(), flash) : Pages.seeOther(place(now));
        }
        return switch (action) {
            case "autenticar" -> authenticate(now, form, request, flash);
            case "vista" -> refused.isEmpty() ? preview(now, flash) : Pages.seeOther(place(now));
            case "adjuntar" -> Pages.seeOther(place(now) + "#adjuntos");
            default -> {
                flash.addFlashAttribute("saved", true);
                yield Pages.seeOther(place(now));
            }
        };
    }

    private List<String> attach(Draft draft, List<MultipartFile> files) throws IOException {
        List<String> refused = new ArrayList<>();
        for (MultipartFile file : files) {
            String name = FileNames.plain(file.getOriginalFilename());
            if (name.isEmpty()) {
                continue;
            }
            try (InputStream content = file.getInputStream()) {
                switch (drafts.attach(draft, name, FileNames.mediaType(name), file.getSize(), content)) {
                    case ADDED -> {}
                    case EMPTY -> refused.add(text("error.sending.attachment.empty", name));
                    case TOO_LARGE ->
                        refused.add(text(
                                "error.sending.attachments",
                                MailLimits.megabytes(draft.size() + file.getSize()),
                                MailLimits.megabytes(MailLimits.LARGEST),
                                name));
                }
            }
        }
        return refused;
    }

    private ModelAndView authenticate(
            Draft draft, DraftForm form, HttpServletRequest request, RedirectAttributes flash) {
        owners.mustAuthenticate(draft.userCode());
        FieldErrors errors = check.sender(draft.content());
        if (!errors.isEmpty()) {
            flash.addFlashAttribute("errors", errors);
            return Pages.seeOther(place(draft));
        }
        try {
            URI next = authentication.begin(
                    new Wish(
                            draft.userCode(),
                            form.provider(),
                            Optional.of(draft.content().from()),
                            place(draft)),
                    request);
            return Pages.seeOther(next.toString());
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", Say.of(e.diagnosis()));
            return Pages.seeOther(place(draft));
        }
    }

    /** The text of a document's mail is that other one, filled; what was typed in its place goes. */
    private void fill(Draft draft, String text) {
        draft.document().ifPresent(document -> {
            DraftDocument now =
                    new DraftDocument(document.id(), document.xml(), document.pdf(), document.again(), text);
            drafts.write(draft, documents.getObject().rewritten(draft.content(), now), Optional.of(now));
        });
    }

    private ModelAndView preview(Draft draft, RedirectAttributes flash) {
        FieldErrors errors = check.letter(draft);
        if (errors.isEmpty()) {
            return Pages.seeOther(place(draft) + PreviewController.PLACE);
        }
        flash.addFlashAttribute("errors", errors);
        return Pages.seeOther(place(draft));
    }

    private ModelAndView send(Draft draft, DraftForm form, Reply reply, RedirectAttributes flash) {
        switch (departure.send(draft, form.version(), form.password(), reply)) {
            case Answer.Mend mend -> flash.addFlashAttribute("errors", mend.errors());
            case Answer.Asks asks -> flash.addFlashAttribute("question", asks.question());
            case Answer.Leaves leaves -> {}
        }
        return Pages.seeOther(place(draft));
    }

    private Draft find(String id, Principal user) {
        return drafts.find(id, user.getName()).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static String place(Draft draft) {
        return PATH + "/" + draft.id();
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
