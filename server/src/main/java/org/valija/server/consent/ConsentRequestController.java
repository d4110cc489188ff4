package org.valija.server.consent;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Grant;
import org.valija.oauth.Provider;
import org.valija.server.accounts.Accounts;
import org.valija.server.accounts.Authentication;
import org.valija.server.accounts.ConsoleAddress;
import org.valija.server.consent.ConsentForm.How;
import org.valija.server.consent.ConsentRequests.Made;
import org.valija.server.recovery.SystemMailbox;
import org.valija.server.users.Function;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** <em>Autorizaciones por enlace</em>: asking for one, and how far those are that were asked for. */
@Controller
class ConsentRequestController {

    static final String PATH = "/autorizaciones";

    private final ConsentRequests requests;
    private final Accounts accounts;
    private final Authentication authentication;
    private final SystemMailbox mailbox;
    private final ConsoleAddress console;
    private final MessageSource messages;

    ConsentRequestController(
            ConsentRequests requests,
            Accounts accounts,
            Authentication authentication,
            SystemMailbox mailbox,
            ConsoleAddress console,
            MessageSource messages) {
        this.requests = requests;
        this.accounts = accounts;
        this.authentication = authentication;
        this.mailbox = mailbox;
        this.console = console;
        this.messages = messages;
    }

    @Bean
    static NavigationItem consentItem() {
        return new NavigationItem(NavigationItem.Section.MAIL, 15, PATH, "consent.nav", Function.CONSENT);
    }

    @GetMapping(PATH)
    String list(Model model) {
        model.addAttribute("requests", requests.all());
        return "consent/list";
    }

    /**
     * The form, filled in.
     *
     * @param user for whom, of those who may be asked for
     * @param account address to be authorised, where it is not the user's own
     */
    @GetMapping(PATH + "/nueva")
    String form(
            @RequestParam("usuario") Optional<String> user,
            @RequestParam("correo") Optional<String> account,
            HttpServletRequest request,
            Model model) {
        Optional<User> known = user.map(Users::canonical)
                .flatMap(code -> requests.possibleUsers().stream()
                        .filter(one -> one.code().equals(code))
                        .findFirst());
        String address = known.map(User::recoveryEmail).orElse("");
        ConsentForm form = new ConsentForm(
                known.map(User::code).orElse(""),
                accounts.readyProviders().stream().findFirst().map(Provider::id).orElse(Provider.GMAIL),
                account.orElse(address),
                address,
                mailbox.sender().isPresent() ? How.MAIL : How.COPY);
        return page(form, FieldErrors.none(), request, model);
    }

    @PostMapping(PATH)
    ModelAndView ask(ConsentForm form, HttpServletRequest request, Model model, RedirectAttributes flash) {
        FieldErrors errors = requests.check(form);
        if (!errors.isEmpty()) {
            return new ModelAndView(page(form, errors, request, model), model.asMap());
        }
        try {
            told(requests.ask(form, console.toSend(request)), flash);
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", Say.of(e.diagnosis()));
        }
        return Pages.seeOther(PATH);
    }

    @PostMapping(PATH + "/{id:[A-Za-z0-9_-]{43}}/otra-vez")
    ModelAndView again(
            @PathVariable String id,
            @RequestParam(defaultValue = "MAIL") How how,
            HttpServletRequest request,
            RedirectAttributes flash) {
        requests.askAgain(id, how, console.toSend(request))
                .ifPresentOrElse(
                        made -> told(made, flash), () -> flash.addFlashAttribute("good", text("consent.done.already")));
        return Pages.seeOther(PATH);
    }

    @PostMapping(PATH + "/{id:[A-Za-z0-9_-]{43}}/retirar")
    ModelAndView cancel(@PathVariable String id, RedirectAttributes flash) {
        flash.addFlashAttribute("good", text(requests.cancel(id) ? "consent.cancelled" : "consent.done.already"));
        return Pages.seeOther(PATH);
    }

    private void told(Made made, RedirectAttributes flash) {
        String email = made.begun().link().email();
        if (made.from().isPresent()) {
            String to = made.begun().link().mailTo().orElse("");
            flash.addFlashAttribute(
                    "good",
                    text(
                            "consent.sent",
                            to,
                            email,
                            made.from().map(Grant::email).orElse("")));
        } else {
            flash.addFlashAttribute("newLink", made.address().toString());
            flash.addFlashAttribute("newFor", email);
        }
    }

    private String page(ConsentForm form, FieldErrors errors, HttpServletRequest request, Model model) {
        URI address = console.toSend(request);
        model.addAttribute("users", requests.possibleUsers());
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("providers", accounts.readyProviders());
        model.addAttribute("from", mailbox.sender().map(Grant::email).orElse(""));
        model.addAttribute("console", address);
        model.addAttribute(
                "way",
                authentication.way(form.providerId(), address).map(Enum::name).orElse("NONE"));
        return "consent/form";
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
