package org.valija.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;
import org.valija.oauth.AuthorizationCodeFlow.Completed;
import org.valija.oauth.AuthorizationException;
import org.valija.server.accounts.Authentication.ByHand;
import org.valija.server.accounts.Authentication.Wish;

/** The button <em>Autenticar</em>, the way back from the provider, and the end by hand. */
@Controller
class AuthenticationController {

    static final String BY_HAND = "/correo/terminar";

    private final Authentication authentication;
    private final AccountOwners owners;
    private final AuthenticationMessages words;

    AuthenticationController(Authentication authentication, AccountOwners owners, AuthenticationMessages words) {
        this.authentication = authentication;
        this.owners = owners;
        this.words = words;
    }

    /** From the user catalogue: the expected address is the record's recovery address. */
    @PostMapping("/usuarios/{code}/autenticar")
    RedirectView authenticate(
            @PathVariable String code,
            @RequestParam(defaultValue = "1") int provider,
            HttpServletRequest request,
            RedirectAttributes flash) {
        String returnTo = "/usuarios/" + code;
        String email = owners.recoveryEmail(code);
        if (email.isBlank()) {
            flash.addFlashAttribute("say", words.noAddress());
            return seeOther(returnTo);
        }
        owners.rememberOption(code, true);
        try {
            return seeOther(authentication
                    .begin(new Wish(code, provider, Optional.of(email), returnTo), request)
                    .toString());
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", words.explain(e));
            return seeOther(returnTo);
        }
    }

    /** Remembers the tick of the option; unticking disconnects nothing. */
    @PostMapping("/usuarios/{code}/opcion")
    RedirectView option(@PathVariable String code, @RequestParam(defaultValue = "false") boolean oauth) {
        owners.rememberOption(code, oauth);
        return seeOther("/usuarios/" + code);
    }

    /** Where the provider sends the browser. */
    @GetMapping(ReturnAddress.PATH)
    RedirectView back(@RequestParam Map<String, String> parameters, HttpSession session, RedirectAttributes flash) {
        try {
            return done(authentication.complete(parameters, session), flash);
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", words.explain(e));
            return seeOther(e.returnTo().orElse("/"));
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
    RedirectView finishByHand(
            @RequestParam("direccion") String pasted, HttpSession session, RedirectAttributes flash) {
        try {
            return done(authentication.completeWithAddress(pasted, session), flash);
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", words.explain(e));
            return seeOther(authentication.byHand(session).isPresent() ? BY_HAND : "/");
        }
    }

    private RedirectView done(Completed completed, RedirectAttributes flash) {
        flash.addFlashAttribute("good", words.done(completed.grant()));
        return seeOther(completed.returnTo().orElse("/"));
    }

    private static RedirectView seeOther(String place) {
        RedirectView view = new RedirectView(place);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        view.setExposeModelAttributes(false);
        return view;
    }
}
