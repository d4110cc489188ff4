package org.valija.server.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Where one lands after entering. */
@Controller
class HomeController {

    @GetMapping("/")
    String home() {
        return "redirect:/cuentas";
    }
}
