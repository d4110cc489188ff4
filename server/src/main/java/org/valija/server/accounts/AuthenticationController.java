package org.valija.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.valija.oauth.AuthorizationCodeFlow.Completed;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Provider;
import org.valija.server.accounts.Authentication.ByHand;
import org.valija.server.accounts.Authentication.Wish;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** The button <em>Autenticar</em>, the way back from the provider, and the end by hand. */
@Controller
class AuthenticationController {

    static final String BY_HAND = "/correo/terminar";

    private final Authentication authentication;
    private final Users users;
    private final AccountOwners owners;
    private final AuthenticationMessages words;
    private final List<AuthenticationListener> listeners;

    AuthenticationController(
            Authentication authentication,
            Users users,
            AccountOwners owners,
            AuthenticationMessages words,
            List<AuthenticationListener> listeners) {
        this.authentication = authentication;
        this.users = users;
        this.owners = owners;
        this.words = words;
        this.listeners = listeners;
    }

    /** From the user catalogue: the expected address is the record's recovery address. */
    @PostMapping("/usuarios/{code}/autenticar")
    ModelAndView authenticate(
            @PathVariable String code,
            @RequestParam(defaultValue = "1") int provider,
            HttpServletRequest request,
            RedirectAttributes flash) {
        User user = users.own(code);
        owners.mustAuthenticate(user.code());
        String returnTo = "/usuarios/" + user.code();
        String email = user.recoveryEmail();
        if (email.isEmpty()) {
            flash.addFlashAttribute("say", words.noAddress());
            return Pages.seeOther(returnTo);
        }
        users.rememberOption(user.code(), true);
        try {
            return Pages.seeOther(authentication
                    .begin(new Wish(user.code(), provider, Optional.of(email), returnTo), request)
                    .toString());
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", Say.of(e.diagnosis()));
            return Pages.seeOther(returnTo);
        }
    }

    /** Remembers the tick of the option; unticking disconnects nothing. */
    @PostMapping("/usuarios/{code}/opcion")
    ModelAndView option(@PathVariable String code, @RequestParam(defaultValue = "false") boolean oauth) {
        users.rememberOption(code, oauth);
        return Pages.seeOther("/usuarios/" + code);
    }

    /** Where the provider sends the browser. */
    @GetMapping(ReturnAddress.PATH)
    ModelAndView back(@RequestParam Map<String, String> parameters, HttpSession session, RedirectAttributes flash) {
        try {
            return done(authentication.complete(parameters, session), flash);
        } catch (AuthorizationException e) {
            failed(e, flash);
            return Pages.seeOther(e.returnTo().orElse("/cuentas"));
        }
    }

    @GetMapping(BY_HAND)
    String byHand(HttpSession session, Model model) {
        Optional<ByHand> begun = authentication.byHand(session);
        if (begun.isEmpty()) {
            return "redirect:/";
        }
        model.addAttribute("begun", begun.get());
        return "accounts/by-hand";
    }

    @PostMapping(BY_HAND)
    ModelAndView finishByHand(@RequestParam("direccion") String pasted, HttpSession session, RedirectAttributes flash) {
        try {
            return done(authentication.completeWithAddress(pasted, session), flash);
        } catch (AuthorizationException e) {
            failed(e, flash);
            return Pages.seeOther(authentication.byHand(session).isPresent() ? BY_HAND : "/cuentas");
        }
    }

    /** For a helper on the user's own machine ({@code valija connect}), to which the browser comes back. */
    @GetMapping("/correo/ayudante")
    String helper() {
        owners.mustAuthenticate(owners.current());
        return "accounts/helper";
    }

    @PostMapping("/correo/ayudante")
    ModelAndView beginForHelper(
            @RequestParam("retorno") URI loopback, Principal user, HttpSession session, RedirectAttributes flash) {
        User own = users.own(user.getName());
        owners.mustAuthenticate(own.code());
        String returnTo = "/usuarios/" + own.code();
        if (own.recoveryEmail().isEmpty()) {
            flash.addFlashAttribute("say", words.noAddress());
            return Pages.seeOther(returnTo);
        }
        if (!"http".equals(loopback.getScheme()) || !"127.0.0.1".equals(loopback.getHost())) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        try {
            Wish wish = new Wish(own.code(), Provider.GMAIL, Optional.of(own.recoveryEmail()), returnTo);
            authentication.beginByHand(wish, loopback, session);
            return Pages.seeOther(BY_HAND);
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", Say.of(e.diagnosis()));
            return Pages.seeOther(returnTo);
        }
    }

    private void failed(AuthorizationException e, RedirectAttributes flash) {
        e.returnTo().ifPresent(place -> listeners.forEach(listener -> listener.failed(place, e.problem())));
        flash.addFlashAttribute("say", Say.of(e.diagnosis()));
    }

    private ModelAndView done(Completed completed, RedirectAttributes flash) {
        flash.addFlashAttribute("good", words.done(completed.grant()));
        return Pages.seeOther(completed.returnTo().orElse("/cuentas"));
    }
}
