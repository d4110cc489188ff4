package org.valija.server.operations;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** <em>Estado</em>: how the installation is doing, in words. */
@Controller
class StateController {

    static final String PATH = "/sistema/estado";

    private final StateOverview overview;

    StateController(StateOverview overview) {
        this.overview = overview;
    }

    @GetMapping(PATH)
    String show(Model model) {
        model.addAttribute("state", overview.now());
        return "operations/state";
    }
}
