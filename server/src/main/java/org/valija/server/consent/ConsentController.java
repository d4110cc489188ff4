package org.valija.server.consent;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.oauth.AuthorizationException;
import org.valija.server.accounts.Authentication;
import org.valija.server.accounts.Authentication.Wish;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/**
 * The page that a link opens in the browser of whoever has it; nobody needs to enter for it, since its address is the
 * permission.
 */
@Controller
class ConsentController {

    static final String PATH = "/autorizar";

    private static final String VALUE = "/{value:[A-Za-z0-9_-]{43}}";

    private final ConsentLinks links;
    private final ConsentPages pages;
    private final Authentication authentication;

    ConsentController(ConsentLinks links, ConsentPages pages, Authentication authentication) {
        this.links = links;
        this.pages = pages;
        this.authentication = authentication;
    }

    @GetMapping(PATH + VALUE)
    ModelAndView show(@PathVariable String value, HttpServletRequest request, Model model) {
        Optional<ConsentLink> link = links.opened(value);
        model.addAttribute("path", PATH + "/" + value);
        return page(link, request, model);
    }

    /** To the provider, while the address lives and the mailbox is not authorised. */
    @PostMapping(PATH + VALUE)
    ModelAndView authenticate(
            @PathVariable String value, HttpServletRequest request, Model model, RedirectAttributes flash) {
        Optional<ConsentLink> link = links.opened(value);
        if (link.isEmpty()) {
            return page(link, request, model);
        }
        return links.state(link.get()).isOpen()
                ? begin(link.get(), request, flash)
                : Pages.seeOther(PATH + "/" + value);
    }

    /** Where the provider's answer leads to. */
    @GetMapping(ConsentLinks.END + "{id:[A-Za-z0-9_-]{43}}")
    ModelAndView end(@PathVariable String id, HttpServletRequest request, Model model) {
        return page(links.find(id), request, model);
    }

    private ModelAndView begin(ConsentLink link, HttpServletRequest request, RedirectAttributes flash) {
        String end = ConsentLinks.END + link.id();
        try {
            Wish wish = new Wish(link.userCode(), link.providerId(), Optional.of(link.email()), end);
            return Pages.seeOther(authentication.begin(wish, request).toString());
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", Say.of(e.diagnosis()));
            return Pages.seeOther(end);
        }
    }

    private ModelAndView page(Optional<ConsentLink> link, HttpServletRequest request, Model model) {
        if (link.isEmpty()) {
            return new ModelAndView("consent/not-good", model.asMap(), HttpStatus.NOT_FOUND);
        }
        pages.fill(link.get(), authentication.way(link.get().providerId(), request), model);
        return new ModelAndView("consent/page", model.asMap());
    }
}
