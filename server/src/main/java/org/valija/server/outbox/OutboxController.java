package org.valija.server.outbox;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Grant;
import org.valija.outbox.MailPage;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.Authentication;
import org.valija.server.accounts.Authentication.Wish;
import org.valija.server.outbox.OutgoingMails.Acted;
import org.valija.server.outbox.OutgoingMails.Scope;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** The page <em>Bandeja de salida</em>: the list, its head that renews itself, a mail, and their buttons. */
@Controller
class OutboxController {

    static final String PATH = "/bandeja";

    private static final String RFC822 = "message/rfc822";
    /** Pages that have buttons of the outbox. */
    private static final Pattern PLACES = Pattern.compile("/bandeja(/[0-9]{1,18})?|/envios/[0-9a-f]{32}");

    private final OutgoingMails mails;
    private final MailWords words;
    private final OutboxHeads heads;
    private final Outbox outbox;
    private final AccountOwners owners;
    private final Authentication authentication;
    private final Clock clock;

    OutboxController(
            OutgoingMails mails,
            MailWords words,
            OutboxHeads heads,
            Outbox outbox,
            AccountOwners owners,
            Authentication authentication,
            Clock clock) {
        this.mails = mails;
        this.words = words;
        this.heads = heads;
        this.outbox = outbox;
        this.owners = owners;
        this.authentication = authentication;
        this.clock = clock;
    }

    @GetMapping(PATH)
    String list(OutboxQuery query, Model model) {
        heads.lookAnew();
        Scope scope = mails.scope();
        Scope narrowed = scope.of(query.account());
        MailPage page = mails.search(narrowed, query.filter(), query.olderThan());
        List<MailView> found = words.views(page.mails());
        List<Long> open = found.stream()
                .filter(view -> !view.ended())
                .map(view -> view.mail().id())
                .toList();
        head(query, narrowed, open, model);
        model.addAttribute("mails", found);
        model.addAttribute("older", page.olderThan().map(query::from).orElse(null));
        model.addAttribute("plot", heads.plot(narrowed, clock.instant()));
        model.addAttribute("accounts", owners.visible());
        model.addAttribute("administers", owners.seesAll());
        model.addAttribute("nodes", owners.seesAll() ? outbox.nodes() : List.of());
        model.addAttribute("aMomentAgo", clock.instant().minusSeconds(15));
        return "outbox/list";
    }

    /** The head alone; nothing where the page shows it already. */
    @GetMapping(PATH + "/cabeza")
    @Nullable
    String head(
            OutboxQuery query,
            @RequestParam(defaultValue = "") List<Long> abiertos,
            @RequestParam(defaultValue = "") String v,
            Model model,
            HttpServletResponse response) {
        OutboxHead head = head(query, mails.scope().of(query.account()), abiertos, model);
        if (head.version().equals(v)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return null;
        }
        return "outbox/list :: live";
    }

    private OutboxHead head(OutboxQuery query, Scope scope, List<Long> shown, Model model) {
        OutboxHead head = heads.head(scope, shown);
        String open = head.open().stream()
                .filter(view -> !view.ended())
                .map(view -> String.valueOf(view.mail().id()))
                .collect(Collectors.joining(","));
        model.addAttribute("head", head);
        model.addAttribute("query", query);
        model.addAttribute("renew", query.head(open, head.version()));
        model.addAttribute("all", owners.seesAll());
        return head;
    }

    /** The buttons over the list, for the mails that are ticked. */
    @PostMapping(PATH + "/acciones")
    ModelAndView act(
            OutboxQuery query,
            @RequestParam(defaultValue = "") List<Long> id,
            @RequestParam MailAction accion,
            RedirectAttributes flash) {
        if (id.isEmpty()) {
            flash.addFlashAttribute("say", say("outbox.none"));
        } else {
            tell(accion, id.size(), mails.act(accion, id), flash);
        }
        return Pages.seeOther(query.page());
    }

    @GetMapping(PATH + "/{id:[0-9]{1,18}}")
    String mail(@PathVariable long id, Model model) {
        OutboxMail mail = mails.own(id);
        MailView view = words.view(mail);
        model.addAttribute("view", view);
        model.addAttribute("attempts", mails.attempts(mail));
        model.addAttribute("words", words);
        model.addAttribute("readable", mails.mayRead(mail));
        model.addAttribute("administers", owners.seesAll());
        return "outbox/mail";
    }

    /** Has the page loaded anew when it would look different. */
    @GetMapping(PATH + "/{id:[0-9]{1,18}}/avance")
    void progress(@PathVariable long id, @RequestParam String v, HttpServletResponse response) {
        if (!words.view(mails.own(id)).version().equals(v)) {
            response.setHeader("HX-Refresh", "true");
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    @PostMapping(PATH + "/{id:[0-9]{1,18}}/acciones")
    ModelAndView actOnOne(
            @PathVariable long id,
            @RequestParam MailAction accion,
            @RequestParam String volver,
            RedirectAttributes flash) {
        tell(accion, 1, mails.act(accion, List.of(id)), flash);
        return Pages.seeOther(place(volver));
    }

    private void tell(MailAction action, int wanted, Acted acted, RedirectAttributes flash) {
        if (acted.done() == 0) {
            flash.addFlashAttribute("say", say(acted.superseded() > 0 ? "outbox.superseded" : "outbox.nothing"));
            return;
        }
        String said = words.text("outbox.done." + action, acted.done());
        if (acted.superseded() > 0) {
            said += " " + words.text("outbox.superseded", acted.superseded());
        }
        int rest = wanted - acted.done() - acted.superseded();
        flash.addFlashAttribute("good", rest == 0 ? said : said + " " + words.text("outbox.rest", rest));
    }

    /** The octets as they left, for the one whose mail it is. */
    @GetMapping(PATH + "/{id:[0-9]{1,18}}/correo.eml")
    void octets(@PathVariable long id, HttpServletResponse response) throws IOException {
        MailContent content = mails.content(mails.own(id));
        response.setContentType(RFC822);
        response.setContentLengthLong(content.size());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"correo-" + id + ".eml\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try (InputStream octets = content.open()) {
            octets.transferTo(response.getOutputStream());
        }
    }

    /** From the account that is held: the address that must authenticate is its own. */
    @PostMapping(PATH + "/cuentas/{id}/autenticar")
    ModelAndView authenticate(
            @PathVariable long id, @RequestParam String volver, HttpServletRequest request, RedirectAttributes flash) {
        Grant grant = owners.own(id);
        owners.mustAuthenticate(grant.userCode());
        String back = place(volver);
        try {
            URI next = authentication.begin(
                    new Wish(grant.userCode(), grant.providerId(), Optional.of(grant.email()), back), request);
            return Pages.seeOther(next.toString());
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", Say.of(e.diagnosis()));
            return Pages.seeOther(back);
        }
    }

    @PostMapping(PATH + "/cuentas/{id}/pausar")
    ModelAndView pause(@PathVariable long id, @RequestParam String volver, RedirectAttributes flash) {
        flash.addFlashAttribute(
                "good", words.text("outbox.paused", mails.pause(id).email()));
        return Pages.seeOther(place(volver));
    }

    @PostMapping(PATH + "/cuentas/{id}/reanudar")
    ModelAndView resume(@PathVariable long id, @RequestParam String volver, RedirectAttributes flash) {
        flash.addFlashAttribute(
                "good", words.text("outbox.resumed", mails.resume(id).email()));
        return Pages.seeOther(place(volver));
    }

    private Say say(String key) {
        return new Say(words.text(key + ".what"), words.text(key + ".side"), words.text(key + ".todo"), "");
    }

    private static String place(String wanted) {
        if (!PLACES.matcher(wanted).matches()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return wanted;
    }
}
