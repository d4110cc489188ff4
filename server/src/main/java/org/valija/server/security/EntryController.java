package org.valija.server.security;

import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page where one enters. */
@Controller
class EntryController {

    @GetMapping(SecurityConfiguration.ENTRY)
    String entry(
            @RequestParam Optional<String> error,
            @RequestParam Optional<Long> espera,
            @RequestParam Optional<String> base,
            @RequestParam Optional<String> salida,
            @RequestParam Optional<String> cambiada,
            Model model) {
        model.addAttribute("refused", error.isPresent());
        model.addAttribute("wait", espera.orElse(0L));
        model.addAttribute("databaseAway", base.isPresent());
        model.addAttribute("left", salida.isPresent());
        model.addAttribute("changed", cambiada.isPresent());
        return "entry";
    }
}
