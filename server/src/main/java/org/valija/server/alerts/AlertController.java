package org.valija.server.alerts;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.oauth.Secret;
import org.valija.server.web.Banner;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Pages;

/** <em>Avisos</em>. */
@Controller
class AlertController {

    static final String PATH = "/sistema/avisos";

    private final AlertSettings settings;
    private final PresentAlerts present;
    private final AlertConsole console;
    private final MessageSource messages;

    AlertController(AlertSettings settings, PresentAlerts present, AlertConsole console, MessageSource messages) {
        this.settings = settings;
        this.present = present;
        this.console = console;
        this.messages = messages;
    }

    /** An alert in a line. */
    record Line(Alert alert, Banner.Words words) {}

    @GetMapping(PATH)
    String show(HttpServletRequest request, Model model) {
        String address = settings.webhook().map(URI::toString).orElse("");
        return page(address, FieldErrors.none(), request, model);
    }

    @PostMapping(PATH + "/destinatarios")
    ModelAndView sendTo(
            @RequestParam(name = "usuario", defaultValue = "") List<String> users, RedirectAttributes flash) {
        flash.addFlashAttribute("good", text("alerts.mail.saved", settings.sendTo(users)));
        return Pages.seeOther(PATH);
    }

    @PostMapping(PATH + "/webhook")
    ModelAndView post(
            @RequestParam("direccion") String typed,
            HttpServletRequest request,
            Model model,
            RedirectAttributes flash) {
        Optional<URI> address = WebhookAddress.of(typed);
        if (address.isEmpty()) {
            FieldErrors errors = FieldErrors.none();
            errors.add("direccion", "error.alerts.address");
            return new ModelAndView(page(typed, errors, request, model), model.asMap());
        }
        Optional<Secret> fresh = settings.post(address.get());
        flash.addFlashAttribute(
                "good", text("alerts.webhook.saved", address.get().getHost()));
        fresh.ifPresent(secret -> flash.addFlashAttribute("newSecret", secret.reveal()));
        return Pages.seeOther(PATH + "#webhook");
    }

    @PostMapping(PATH + "/webhook/secreto")
    ModelAndView renewSecret(RedirectAttributes flash) {
        settings.renewSecret().ifPresent(secret -> flash.addFlashAttribute("newSecret", secret.reveal()));
        return Pages.seeOther(PATH + "#webhook");
    }

    @PostMapping(PATH + "/webhook/probar")
    ModelAndView tryOut(RedirectAttributes flash) {
        settings.tryOut().ifPresent(delivery -> {
            boolean arrived = delivery.deliveredAt().isPresent();
            flash.addFlashAttribute("tried", arrived);
            flash.addFlashAttribute("triedError", delivery.error());
            flash.addFlashAttribute("triedCause", delivery.cause());
        });
        return Pages.seeOther(PATH + "#webhook");
    }

    @PostMapping(PATH + "/webhook/quitar")
    ModelAndView stopPosting(RedirectAttributes flash) {
        settings.stopPosting();
        flash.addFlashAttribute("good", text("alerts.webhook.removed"));
        return Pages.seeOther(PATH + "#webhook");
    }

    private String page(String address, FieldErrors errors, HttpServletRequest request, Model model) {
        model.addAttribute("recipients", settings.recipients());
        model.addAttribute("posts", settings.webhook().isPresent());
        model.addAttribute("address", address);
        model.addAttribute("errors", errors);
        model.addAttribute("deliveries", settings.deliveries());
        model.addAttribute(
                "alerts",
                settings.alerts().stream()
                        .map(alert -> new Line(alert, present.words(alert)))
                        .toList());
        console.seen(request);
        model.addAttribute("console", console.base());
        model.addAttribute("named", console.isNamed());
        return "alerts/page";
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
