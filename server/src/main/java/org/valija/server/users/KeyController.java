package org.valija.server.users;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Pages;

/** <em>Cambiar clave</em>: one's own key. */
@Controller
class KeyController {

    private static final String PATH = "/clave";

    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
    private final Users users;
    private final OwnKey ownKey;
    private final KeyRules rules;
    private final KnownDevices devices;
    private final CurrentUser current;
    private final MessageSource messages;

    KeyController(
            Users users,
            OwnKey ownKey,
            KeyRules rules,
            KnownDevices devices,
            CurrentUser current,
            MessageSource messages) {
        this.users = users;
        this.ownKey = ownKey;
        this.rules = rules;
        this.devices = devices;
        this.current = current;
        this.messages = messages;
    }

    @GetMapping(PATH)
    String show(Model model) {
        return page(model, FieldErrors.none());
    }

    @PostMapping(PATH)
    ModelAndView change(
            @RequestParam("actual") String oldKey,
            @RequestParam("nueva") String newKey,
            @RequestParam("confirmacion") String again,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes flash) {
        FieldErrors errors = rules.check(current.code(), newKey, again);
        if (errors.isEmpty() && newKey.equals(oldKey)) {
            errors.add("nueva", "error.key.same");
        } else if (errors.isEmpty()) {
            switch (ownKey.change(oldKey, newKey, devices.origin(request))) {
                case OwnKey.Outcome.Changed changed -> goOn(changed.key(), request, response);
                case OwnKey.Outcome.Refused refused -> errors.add("actual", "error.key.old");
                case OwnKey.Outcome.Wait wait ->
                    errors.add("actual", "error.key.wait", wait.time().toSeconds() + 1);
            }
        }
        if (!errors.isEmpty()) {
            return new ModelAndView(page(model, errors), model.asMap());
        }
        flash.addFlashAttribute("good", messages.getMessage("key.changed", null, LocaleContextHolder.getLocale()));
        return Pages.seeOther("/usuarios/" + current.code());
    }

    /** This session goes on with the new key; those that were begun with the old one end. */
    private void goOn(KeyState key, HttpServletRequest request, HttpServletResponse response) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof Entry entry) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(entry.with(key));
            SecurityContextHolder.setContext(context);
            sessions.saveContext(context, request, response);
        }
    }

    private String page(Model model, FieldErrors errors) {
        Optional<User> user = users.find(current.code());
        model.addAttribute("must", user.filter(User::mustChange).isPresent());
        model.addAttribute("shortest", Keys.SHORTEST);
        model.addAttribute("errors", errors);
        return "users/key";
    }
}
