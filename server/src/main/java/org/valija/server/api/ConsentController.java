package org.valija.server.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.oauth.AuthorizationException;
import org.valija.server.accounts.Accounts;
import org.valija.server.accounts.Authentication;
import org.valija.server.accounts.Authentication.Wish;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/**
 * The page that an authorisation begun by a program opens in the user's browser; nobody needs to enter for it, since its
 * address is the permission.
 */
@Controller
class ConsentController {

    static final String PATH = "/autorizar";

    private static final String VALUE = "/{value:[A-Za-z0-9_-]{43}}";

    private final AuthorizationLinks links;
    private final Authentication authentication;
    private final Accounts accounts;

    ConsentController(AuthorizationLinks links, Authentication authentication, Accounts accounts) {
        this.links = links;
        this.authentication = authentication;
        this.accounts = accounts;
    }

    @GetMapping(PATH + VALUE)
    String show(@PathVariable String value, Model model) {
        AuthorizationLink link = found(links.opened(value));
        model.addAttribute("path", PATH + "/" + value);
        return page(link, model);
    }

    /** To the provider, while the address lives and the account is not connected. */
    @PostMapping(PATH + VALUE)
    ModelAndView authenticate(@PathVariable String value, HttpServletRequest request, RedirectAttributes flash) {
        AuthorizationLink link = found(links.opened(value));
        return switch (links.state(link)) {
            case DONE, EXPIRED -> Pages.seeOther(PATH + "/" + value);
            case PENDING, REFUSED -> begin(link, request, flash);
        };
    }

    /** Where the provider's answer leads to. */
    @GetMapping(AuthorizationLinks.END + "{id:[A-Za-z0-9_-]{43}}")
    String end(@PathVariable String id, Model model) {
        return page(found(links.find(id)), model);
    }

    private ModelAndView begin(AuthorizationLink link, HttpServletRequest request, RedirectAttributes flash) {
        String end = AuthorizationLinks.END + link.id();
        try {
            Wish wish = new Wish(link.userCode(), link.providerId(), Optional.of(link.email()), end);
            return Pages.seeOther(authentication.begin(wish, request).toString());
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", Say.of(e.diagnosis()));
            return Pages.seeOther(end);
        }
    }

    private String page(AuthorizationLink link, Model model) {
        model.addAttribute("link", link);
        model.addAttribute("state", links.state(link));
        model.addAttribute("provider", accounts.providerName(link.providerId()));
        return "api/consent";
    }

    private static AuthorizationLink found(Optional<AuthorizationLink> link) {
        return link.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
