package org.valija.server.users;

import java.util.List;
import java.util.Optional;
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
import org.valija.server.web.FieldErrors;
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;

/** <em>Catálogo de usuarios</em>. */
@Controller
class UserController {

    static final String PATH = "/usuarios";

    private final Users users;
    private final CurrentUser current;
    private final List<UserSection> sections;
    private final UserCheck check;
    private final MessageSource messages;

    UserController(
            Users users, CurrentUser current, List<UserSection> sections, UserCheck check, MessageSource messages) {
        this.users = users;
        this.current = current;
        this.sections = sections;
        this.check = check;
        this.messages = messages;
    }

    @Bean
    static NavigationItem usersItem() {
        return new NavigationItem(NavigationItem.Section.CATALOGUES, 50, PATH, "users.nav", false);
    }

    @GetMapping(PATH)
    String first() {
        return "redirect:" + PATH + "/" + current.code();
    }

    @GetMapping(PATH + "/{code}")
    String show(@PathVariable String code, Model model) {
        User user = users.own(code);
        return page(model, user, UserForm.of(user), FieldErrors.none());
    }

    @GetMapping(PATH + "/nuevo")
    String empty(Model model) {
        current.mustAdminister();
        return newPage(model, UserForm.empty(), FieldErrors.none());
    }

    @PostMapping(PATH + "/nuevo")
    ModelAndView register(UserForm form, Model model, RedirectAttributes flash) {
        current.mustAdminister();
        FieldErrors errors = check.registration(form);
        if (errors.isEmpty()) {
            Optional<String> key = users.register(form.code(), form.name(), form.recoveryEmail(), form.profile());
            if (key.isPresent()) {
                flash.addFlashAttribute("newKey", key.get());
                return Pages.seeOther(PATH + "/" + Users.canonical(form.code()));
            }
            errors.add("code", "error.users.code.taken", Users.canonical(form.code()));
        }
        return new ModelAndView(newPage(model, form, errors), model.asMap());
    }

    @PostMapping(PATH + "/{code}")
    ModelAndView change(@PathVariable String code, UserForm form, Model model, RedirectAttributes flash) {
        User user = users.own(code);
        FieldErrors errors = check.change(form);
        if (!errors.isEmpty()) {
            return new ModelAndView(page(model, user, form, errors), model.asMap());
        }
        users.change(user, form.name(), form.recoveryEmail(), form.profile(), form.active());
        flash.addFlashAttribute("good", text("users.saved", user.code()));
        return Pages.seeOther(PATH + "/" + user.code());
    }

    private String page(Model model, User user, UserForm form, FieldErrors errors) {
        model.addAttribute("user", user);
        boolean locked = !users.mayMove(user);
        boolean told = !user.recoveryEmail().isEmpty() && !user.code().equals(current.code());
        model.addAttribute("locked", locked);
        model.addAttribute("addressHint", "users.recoveryEmail." + (locked ? "locked" : told ? "told" : "hint"));
        sections.forEach(section -> section.fill(user, model));
        model.addAttribute("sections", sections);
        return common(model, form, errors);
    }

    private String newPage(Model model, UserForm form, FieldErrors errors) {
        model.addAttribute("sections", List.of());
        model.addAttribute("locked", false);
        model.addAttribute("addressHint", "users.recoveryEmail.hint");
        return common(model, form, errors);
    }

    private String common(Model model, UserForm form, FieldErrors errors) {
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("profiles", Profile.values());
        model.addAttribute("administers", current.administers());
        model.addAttribute(
                "rows",
                users.visible().stream().map(user -> new Row(user, pill(user))).toList());
        return "users/page";
    }

    /** A line of the list. */
    record Row(User user, UserSection.Pill pill) {}

    private UserSection.Pill pill(User user) {
        return sections.stream()
                .map(section -> section.pill(user))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new UserSection.Pill("idle", "users.noState"));
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
