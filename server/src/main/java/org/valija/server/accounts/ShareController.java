package org.valija.server.accounts;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.oauth.Grant;
import org.valija.server.users.Operation;
import org.valija.server.users.Profile;
import org.valija.server.users.Profiles;
import org.valija.server.web.Pages;

/** <em>Compartir</em>: the profiles whose users send from an account as from their own. */
@Controller
class ShareController {

    private final AccountOwners owners;
    private final MailboxShares shares;
    private final Profiles profiles;
    private final AuthenticationMessages words;

    ShareController(AccountOwners owners, MailboxShares shares, Profiles profiles, AuthenticationMessages words) {
        this.owners = owners;
        this.shares = shares;
        this.profiles = profiles;
        this.words = words;
    }

    @GetMapping("/cuentas/{id:[0-9]{1,18}}/compartir")
    String show(@PathVariable long id, Model model) {
        Grant grant = owners.own(id, Operation.CHANGE);
        model.addAttribute("grant", grant);
        model.addAttribute("profiles", profiles.all());
        model.addAttribute("shared", shares.of(id));
        return "accounts/share";
    }

    /** A profile that is gone meanwhile is passed over. */
    @PostMapping("/cuentas/{id:[0-9]{1,18}}/compartir")
    ModelAndView share(
            @PathVariable long id,
            @RequestParam(name = "perfil", defaultValue = "") Set<String> chosen,
            RedirectAttributes flash) {
        Grant grant = owners.own(id, Operation.CHANGE);
        List<Profile> known = profiles.all();
        owners.share(
                id, known.stream().map(Profile::code).filter(chosen::contains).collect(Collectors.toSet()));
        flash.addFlashAttribute("good", words.shared(grant, chosen.size()));
        return Pages.seeOther("/cuentas");
    }
}
