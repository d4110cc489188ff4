package org.valija.server.users;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.valija.server.web.Pages;

/** The language at the foot of the page, for who entered: it stays the person's, at whatever browser. */
@Controller
class LanguageController {

    private final Users users;

    LanguageController(Users users) {
        this.users = users;
    }

    @PostMapping("/idioma")
    ModelAndView speak(
            @RequestParam("idioma") String code, @RequestParam(name = "pagina", defaultValue = "/") String page) {
        Language.ofCode(code).ifPresent(users::speak);
        return Pages.seeOther(Pages.isOurs(page) ? page : "/");
    }
}
