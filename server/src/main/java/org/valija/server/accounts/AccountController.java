package org.valija.server.accounts;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.oauth.Grant;
import org.valija.oauth.TransportKind;
import org.valija.server.users.Operation;
import org.valija.server.web.Pages;

/** The page <em>Cuentas</em>, and the buttons <em>Probar</em> and <em>Desconectar</em> of an account. */
@Controller
class AccountController {

    private final Accounts accounts;
    private final AccountOwners owners;
    private final TrialMail test;
    private final AuthenticationMessages words;

    AccountController(Accounts accounts, AccountOwners owners, TrialMail test, AuthenticationMessages words) {
        this.accounts = accounts;
        this.owners = owners;
        this.test = test;
        this.words = words;
    }

    @GetMapping("/cuentas")
    String list(Model model) {
        owners.mustSee();
        model.addAttribute("accounts", owners.visible());
        return "accounts/list";
    }

    @PostMapping("/cuentas/{id}/probar")
    ModelAndView test(@PathVariable long id, RedirectAttributes flash) {
        Grant grant = owners.own(id, Operation.RUN);
        test.run(grant)
                .ifPresentOrElse(
                        say -> flash.addFlashAttribute("say", say),
                        () -> flash.addFlashAttribute("good", words.tested(grant)));
        return back(grant);
    }

    /** The administrator's choice of the road for one account. */
    @PostMapping("/cuentas/{id}/via")
    ModelAndView sendBy(@PathVariable long id, @RequestParam TransportKind transport, RedirectAttributes flash) {
        Grant grant = owners.administered(id);
        accounts.sendBy(grant, transport);
        flash.addFlashAttribute("good", words.sendsBy(grant, transport));
        return back(grant);
    }

    @PostMapping("/cuentas/{id}/desconectar")
    ModelAndView disconnect(@PathVariable long id, RedirectAttributes flash) {
        Grant grant = owners.own(id, Operation.DELETE);
        flash.addFlashAttribute("good", words.disconnected(grant, accounts.disconnect(grant)));
        return back(grant);
    }

    private static ModelAndView back(Grant grant) {
        return Pages.seeOther("/usuarios/" + grant.userCode() + "#correo");
    }
}
