package org.valija.server.secondfactor;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.server.web.Pages;

/** Takes another user's second factor away. */
@Controller
class RemovalController {

    private final SecondFactors factors;
    private final MessageSource messages;

    RemovalController(SecondFactors factors, MessageSource messages) {
        this.factors = factors;
        this.messages = messages;
    }

    @PostMapping("/usuarios/{code}/segundo-factor/quitar")
    ModelAndView remove(@PathVariable String code, RedirectAttributes flash) {
        factors.remove(code);
        flash.addFlashAttribute(
                "good", messages.getMessage("factor.removed", new Object[] {code}, LocaleContextHolder.getLocale()));
        return Pages.seeOther("/usuarios/" + code);
    }
}
