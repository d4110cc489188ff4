package org.valija.server.users;

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
import org.valija.server.web.FieldErrors;
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;

/** <em>Catálogo de usuarios</em>. */
@Controller
class UserController {

    static final String PATH = "/usuarios";

    private final Users users;
    private final CurrentUser current;
    private final UserCheck check;
    private final UserPage page;
    private final MessageSource messages;

    UserController(Users users, CurrentUser current, UserCheck check, UserPage page, MessageSource messages) {
        this.users = users;
        this.current = current;
        this.check = check;
        this.page = page;
        this.messages = messages;
    }

    @Bean
    static NavigationItem usersItem() {
        return new NavigationItem(NavigationItem.Section.CATALOGUES, 50, PATH, "users.nav", Optional.empty());
    }

    @GetMapping(PATH)
    String first() {
        return "redirect:" + PATH + "/" + current.code();
    }

    @GetMapping(PATH + "/{code}")
    String show(
            @PathVariable String code, @RequestParam(name = "buscar", defaultValue = "") String search, Model model) {
        return page.show(model, users.shown(code), search);
    }

    @GetMapping(PATH + "/nuevo")
    String empty(Model model) {
        users.mustRegister();
        return page.empty(model, UserForm.empty(), FieldErrors.none());
    }

    @PostMapping(PATH + "/nuevo")
    ModelAndView register(UserForm form, Model model, RedirectAttributes flash) {
        users.mustRegister();
        FieldErrors errors = check.registration(form);
        if (errors.isEmpty()) {
            Optional<String> key = users.register(form.code(), form.data());
            if (key.isPresent()) {
                flash.addFlashAttribute("newKey", key.get());
                return Pages.seeOther(PATH + "/" + Users.canonical(form.code()));
            }
            errors.add("code", "error.users.code.taken", Users.canonical(form.code()));
        }
        return new ModelAndView(page.empty(model, form, errors), model.asMap());
    }

    @PostMapping(PATH + "/{code}")
    ModelAndView change(@PathVariable String code, UserForm form, Model model, RedirectAttributes flash) {
        current.must(Function.USERS, Operation.CHANGE);
        User user = users.shown(code);
        FieldErrors errors = check.change(user, form);
        if (!errors.isEmpty()) {
            return new ModelAndView(page.show(model, user, form, errors), model.asMap());
        }
        users.change(user, form.data());
        flash.addFlashAttribute("good", text("users.saved", user.code()));
        return Pages.seeOther(PATH + "/" + user.code());
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
