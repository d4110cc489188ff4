package org.valija.server.recovery;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.valija.server.accounts.ConsoleAddress;
import org.valija.server.users.KeyReset;
import org.valija.server.users.KnownDevices;
import org.valija.server.users.User;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Pages;

/**
 * The pages of <em>Recuperar clave</em>, for who has not entered. Asking is answered alike whoever is asked for; a link is
 * looked at as often as mail scanners like, and used up by sending the form alone.
 */
@Controller
class RecoveryController {

    static final String PATH = "/recuperar";

    /** In seconds; whoever writes more into the address is told no more. */
    private static final long LONGEST_WAIT = Duration.ofHours(1).toSeconds();

    private final Recovery recovery;
    private final KeyReset keys;
    private final KnownDevices devices;
    private final ConsoleAddress address;

    RecoveryController(Recovery recovery, KeyReset keys, KnownDevices devices, ConsoleAddress address) {
        this.recovery = recovery;
        this.keys = keys;
        this.devices = devices;
        this.address = address;
    }

    /** The address of these pages is a secret: no request that they cause tells it on. */
    @ModelAttribute
    void noReferrer(HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
    }

    @GetMapping(PATH)
    String ask(@RequestParam Optional<String> pedida, @RequestParam Optional<Long> espera, Model model) {
        model.addAttribute("asked", pedida.isPresent());
        model.addAttribute("minutes", Recovery.LIFETIME.toMinutes());
        model.addAttribute("wait", espera.map(RecoveryController::minutes).orElse(0L));
        return "recovery/ask";
    }

    private static long minutes(long seconds) {
        return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_WAIT))
                .plusSeconds(59)
                .toMinutes();
    }

    @PostMapping(PATH)
    ModelAndView asked(@RequestParam("usuario") String code, HttpServletRequest request) {
        Duration wait =
                recovery.ask(code, request.getRemoteAddr(), address.toSend(request), LocaleContextHolder.getLocale());
        return Pages.seeOther(PATH + (wait.isPositive() ? "?espera=" + (wait.toSeconds() + 1) : "?pedida"));
    }

    @GetMapping(PATH + "/{token}")
    ModelAndView open(@PathVariable String token, Model model) {
        return recovery.open(new RecoveryToken(token))
                .map(user -> form(user, token, FieldErrors.none(), model))
                .orElseGet(RecoveryController::notGood);
    }

    @PostMapping(PATH + "/{token}")
    ModelAndView change(
            @PathVariable String token,
            @RequestParam("nueva") String key,
            @RequestParam("confirmacion") String again,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        RecoveryToken known = new RecoveryToken(token);
        Optional<User> user = recovery.open(known);
        if (user.isEmpty()) {
            return notGood();
        }
        FieldErrors errors = keys.check(user.get().code(), key, again);
        if (!errors.isEmpty()) {
            return form(user.get(), token, errors, model);
        }
        Optional<User> changed = recovery.change(known, key, devices.origin(request), LocaleContextHolder.getLocale());
        // Who reads the user's mail is the user: strangers' attempts do not keep this browser out.
        changed.ifPresent(who -> devices.remember(request, response, who.code()));
        return changed.isPresent() ? Pages.seeOther("/entrar?cambiada") : notGood();
    }

    private ModelAndView form(User user, String token, FieldErrors errors, Model model) {
        model.addAttribute("code", user.code());
        model.addAttribute("token", token);
        model.addAttribute("shortest", KeyReset.SHORTEST);
        model.addAttribute("errors", errors);
        return new ModelAndView("recovery/key", model.asMap());
    }

    /** The same for every link that is not good, whyever. */
    private static ModelAndView notGood() {
        ModelAndView page = new ModelAndView("recovery/not-good");
        page.setStatus(HttpStatus.GONE);
        return page;
    }
}
