package org.valija.server.users;

import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.NavigationItem;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** <em>Perfiles</em>: what users may do, by function and operation. */
@Controller
class ProfileController {

    static final String PATH = "/perfiles";

    private final Profiles profiles;
    private final ProfilePage page;
    private final PermissionWords words;
    private final MessageSource messages;

    ProfileController(Profiles profiles, ProfilePage page, PermissionWords words, MessageSource messages) {
        this.profiles = profiles;
        this.page = page;
        this.words = words;
        this.messages = messages;
    }

    @Bean
    static NavigationItem profilesItem() {
        return new NavigationItem(NavigationItem.Section.CATALOGUES, 51, PATH, "profiles.nav", Function.PROFILES);
    }

    @GetMapping(PATH)
    String first() {
        profiles.must(Operation.VIEW);
        return "redirect:" + PATH + "/" + Profile.SENDER;
    }

    @GetMapping(PATH + "/{code}")
    ModelAndView show(@PathVariable String code, Model model) {
        return profiles.find(code)
                .map(profile -> new ModelAndView(
                        page.show(
                                model,
                                Optional.of(profile),
                                ProfileForm.of(profile, words.profile(profile)),
                                FieldErrors.none()),
                        model.asMap()))
                .orElseGet(() -> Pages.seeOther(PATH + "/" + Profile.ADMINISTRATION));
    }

    @GetMapping(PATH + "/nuevo")
    String empty(Model model) {
        profiles.must(Operation.CREATE);
        return page.show(model, Optional.empty(), ProfileForm.empty(), FieldErrors.none());
    }

    @PostMapping(PATH + "/nuevo")
    ModelAndView add(ProfileForm form, Model model, RedirectAttributes flash) {
        profiles.must(Operation.CREATE);
        FieldErrors errors = form.check(true);
        String code = form.code().toUpperCase(Locale.ROOT);
        if (errors.isEmpty() && !profiles.add(form.profile(code, form.name()))) {
            errors.add("code", "error.profiles.code.taken", code);
        }
        return errors.isEmpty()
                ? saved(code, form.name(), flash)
                : new ModelAndView(page.show(model, Optional.empty(), form, errors), model.asMap());
    }

    @PostMapping(PATH + "/{code}")
    ModelAndView change(@PathVariable String code, ProfileForm form, Model model, RedirectAttributes flash) {
        profiles.must(Operation.CHANGE);
        Profile profile = found(code);
        if (profile.fixed()) {
            profiles.requireSecondFactor(profile.code(), form.needsSecondFactor());
            return saved(profile.code(), words.profile(profile), flash);
        }
        FieldErrors errors = form.check(false);
        if (!errors.isEmpty()) {
            return new ModelAndView(page.show(model, Optional.of(profile), form, errors), model.asMap());
        }
        boolean ours = profile.name().isEmpty() && form.name().equals(words.profile(profile));
        profiles.change(form.profile(profile.code(), ours ? "" : form.name()));
        return saved(code, form.name(), flash);
    }

    @PostMapping(PATH + "/{code}/borrar")
    ModelAndView delete(@PathVariable String code, RedirectAttributes flash) {
        profiles.must(Operation.DELETE);
        Profile profile = found(code);
        if (!profiles.delete(code)) {
            flash.addFlashAttribute(
                    "say",
                    new Say(
                            text("profiles.used", words.profile(profile)),
                            text("profiles.used.side"),
                            text("profiles.used.do"),
                            ""));
            return Pages.seeOther(PATH + "/" + code);
        }
        flash.addFlashAttribute("good", text("profiles.deleted", words.profile(profile)));
        return Pages.seeOther(PATH + "/" + Profile.ADMINISTRATION);
    }

    private Profile found(String code) {
        return profiles.find(code).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private ModelAndView saved(String code, String name, RedirectAttributes flash) {
        flash.addFlashAttribute("good", text("profiles.saved", name));
        return Pages.seeOther(PATH + "/" + code);
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
