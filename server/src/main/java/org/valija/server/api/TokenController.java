package org.valija.server.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.accounts.ConsoleAddress;
import org.valija.server.users.Function;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;

/** <em>Acceso de programas</em>: the tokens of programs. */
@Controller
class TokenController {

    static final String PATH = "/sistema/programas";

    private final ProgramAccess access;
    private final ConsoleAddress console;
    private final MessageSource messages;

    TokenController(ProgramAccess access, ConsoleAddress console, MessageSource messages) {
        this.access = access;
        this.console = console;
        this.messages = messages;
    }

    @Bean
    static NavigationItem programsItem() {
        return new NavigationItem(NavigationItem.Section.SYSTEM, 95, PATH, "api.nav", Function.PROGRAMS);
    }

    @GetMapping(PATH)
    String show(HttpServletRequest request, Model model) {
        return page(model, request, TokenForm.empty(access.maker()), FieldErrors.none());
    }

    @PostMapping(PATH)
    ModelAndView create(TokenForm form, HttpServletRequest request, Model model, RedirectAttributes flash) {
        access.mustCreate();
        FieldErrors errors = access.check(form);
        if (!errors.isEmpty()) {
            return new ModelAndView(page(model, request, form, errors), model.asMap());
        }
        ApiTokens.Created created = access.create(form);
        flash.addFlashAttribute("newToken", created.value().reveal());
        flash.addFlashAttribute("newName", created.token().name());
        return Pages.seeOther(PATH);
    }

    @PostMapping(PATH + "/{id:[0-9]+}/revocar")
    ModelAndView revoke(@PathVariable long id, RedirectAttributes flash) {
        if (access.revoke(id)) {
            flash.addFlashAttribute("good", text("api.revoked"));
        }
        return Pages.seeOther(PATH);
    }

    private String page(Model model, HttpServletRequest request, TokenForm form, FieldErrors errors) {
        model.addAttribute("tokens", access.all());
        model.addAttribute("users", access.users());
        model.addAttribute("any", access.mayActForAny());
        model.addAttribute("scopes", Scope.values());
        model.addAttribute("lives", TokenForm.LIVES);
        model.addAttribute("address", console.forPeople(request));
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        return "api/tokens";
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}
