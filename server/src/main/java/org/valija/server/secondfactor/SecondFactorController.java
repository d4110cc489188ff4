package org.valija.server.secondfactor;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
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
import org.valija.server.ValijaProperties;
import org.valija.server.secondfactor.SecondFactors.Outcome;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Entry;
import org.valija.server.users.KnownDevices;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Pages;

/** <em>Segundo factor</em>: one's own. */
@Controller
class SecondFactorController {

    private static final String PATH = "/segundo-factor";
    private static final String SETUP = PATH + "/activar";
    private static final String CODES = PATH + "/codigos";
    private static final String PRODUCT = "Valija";

    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
    private final SecondFactors factors;
    private final CurrentUser current;
    private final KnownDevices devices;
    private final ValijaProperties properties;
    private final MessageSource messages;

    SecondFactorController(
            SecondFactors factors,
            CurrentUser current,
            KnownDevices devices,
            ValijaProperties properties,
            MessageSource messages) {
        this.factors = factors;
        this.current = current;
        this.devices = devices;
        this.properties = properties;
        this.messages = messages;
    }

    @GetMapping(PATH)
    String show(Model model) {
        return page(model, FieldErrors.none(), "");
    }

    @GetMapping(SETUP)
    String setup(HttpSession session, Model model) {
        if (factors.own().isPresent()) {
            return "redirect:" + PATH;
        }
        return setupPage(pending(session), model, FieldErrors.none());
    }

    @PostMapping(SETUP)
    ModelAndView switchOn(
            @RequestParam("clave") String key,
            @RequestParam("codigo") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes flash) {
        PendingFactor pending = pending(request.getSession());
        Outcome outcome = factors.switchOn(pending.secret(), key, code, devices.origin(request));
        FieldErrors errors = errors(outcome, "error.factor.code.setup");
        if (!errors.isEmpty()) {
            return new ModelAndView(setupPage(pending, model, errors), model.asMap());
        }
        request.getSession().removeAttribute(PendingFactor.ATTRIBUTE);
        return outcome instanceof Outcome.Done done
                ? shown(done, "factor.on", request, response, flash)
                : Pages.seeOther(PATH);
    }

    @PostMapping(CODES)
    ModelAndView renewCodes(
            @RequestParam("clave") String key,
            @RequestParam("codigo") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes flash) {
        Outcome outcome = factors.renewCodes(key, code, devices.origin(request));
        return outcome instanceof Outcome.Done done
                ? shown(done, "factor.codes.renewed", request, response, flash)
                : refused(outcome, "codes", model);
    }

    @PostMapping(PATH + "/quitar")
    ModelAndView switchOff(
            @RequestParam("clave") String key,
            @RequestParam("codigo") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes flash) {
        Outcome outcome = factors.switchOff(key, code, devices.origin(request));
        if (!(outcome instanceof Outcome.Done done)) {
            return refused(outcome, "off", model);
        }
        goOn(done.mark(), request, response);
        flash.addFlashAttribute("good", text("factor.off"));
        return Pages.seeOther(PATH);
    }

    /** The codes, once: whoever loads the page again is led away. */
    @GetMapping(CODES)
    String codes(Model model) {
        if (!(model.getAttribute("shown") instanceof ShownCodes shown)) {
            return "redirect:" + PATH;
        }
        model.addAttribute("codes", shown.codes());
        model.addAttribute("code", current.code());
        return "secondfactor/codes";
    }

    private ModelAndView shown(
            Outcome.Done done,
            String words,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash) {
        goOn(done.mark(), request, response);
        flash.addFlashAttribute("good", text(words));
        flash.addFlashAttribute("shown", ShownCodes.of(done.codes()));
        return Pages.seeOther(CODES);
    }

    /** This session goes on; those that were begun without this second factor end. */
    private void goOn(String mark, HttpServletRequest request, HttpServletResponse response) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof Entry entry) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(entry.withFactor(mark));
            SecurityContextHolder.setContext(context);
            sessions.saveContext(context, request, response);
        }
    }

    private static PendingFactor pending(HttpSession session) {
        if (session.getAttribute(PendingFactor.ATTRIBUTE) instanceof PendingFactor pending) {
            return pending;
        }
        PendingFactor created = PendingFactor.create();
        session.setAttribute(PendingFactor.ATTRIBUTE, created);
        return created;
    }

    private ModelAndView refused(Outcome outcome, String asked, Model model) {
        return new ModelAndView(page(model, errors(outcome, "error.factor.code"), asked), model.asMap());
    }

    private static FieldErrors errors(Outcome outcome, String wrongCode) {
        FieldErrors errors = FieldErrors.none();
        switch (outcome) {
            case Outcome.Refused refused ->
                errors.add(refused.field(), refused.field().equals("clave") ? "error.factor.key" : wrongCode);
            case Outcome.Wait wait -> errors.add("codigo", "error.factor.wait", wait.seconds());
            case Outcome.Done done -> {}
            case Outcome.Already already -> {}
        }
        return errors;
    }

    /** @param asked which of the forms was sent; empty for none */
    private String page(Model model, FieldErrors errors, String asked) {
        Optional<SecondFactors.Standing> standing = factors.own();
        model.addAttribute("factor", standing);
        model.addAttribute("demanded", current.needsSecondFactor());
        model.addAttribute("errors", errors);
        model.addAttribute("asked", asked);
        return "secondfactor/page";
    }

    private String setupPage(PendingFactor pending, Model model, FieldErrors errors) {
        String issuer = properties.company().isBlank()
                ? PRODUCT
                : PRODUCT + " " + properties.company().replace(":", " ");
        model.addAttribute("qr", QrImage.of(Totp.uri(issuer, current.code(), pending.secret())));
        model.addAttribute("secret", pending.groups());
        model.addAttribute("demanded", current.needsSecondFactor());
        model.addAttribute("code", current.code());
        model.addAttribute("errors", errors);
        return "secondfactor/setup";
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}
