package org.valija.server.bulk;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.Provider;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.Accounts;
import org.valija.server.accounts.Authentication;
import org.valija.server.accounts.Authentication.Wish;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Pages;
import org.valija.server.web.Say;

/** The buttons of a bulk delivery. */
@Controller
class BulkActionController {

    private static final String ONE = BulkController.PATH + "/{id:[0-9]{1,18}}";

    private final Bulks bulks;
    private final BulkWords words;
    private final Accounts accounts;
    private final AccountOwners owners;
    private final Authentication authentication;
    private final Users users;

    BulkActionController(
            Bulks bulks,
            BulkWords words,
            Accounts accounts,
            AccountOwners owners,
            Authentication authentication,
            Users users) {
        this.bulks = bulks;
        this.words = words;
        this.accounts = accounts;
        this.owners = owners;
        this.authentication = authentication;
        this.users = users;
    }

    @PostMapping(ONE + "/iniciar")
    ModelAndView start(@PathVariable long id, StartForm form, RedirectAttributes flash) {
        bulks.mustRun();
        BulkDelivery bulk = bulks.own(id);
        flash.addFlashAttribute("form", form);
        remember(bulk, form);
        Optional<Grant> grant = Optional.ofNullable(form.cuenta())
                .map(owners::seen)
                .filter(known -> known.state() == GrantState.CONNECTED);
        FieldErrors errors = FieldErrors.none();
        if (!form.isOauth()) {
            errors.add("oauth", "error.bulk.oauth");
        } else if (grant.isEmpty()) {
            errors.add("cuenta", "error.bulk.account");
        }
        if (!form.options().xml() && !form.options().pdf()) {
            errors.add("pdf", "error.bulk.files");
        }
        if (!errors.isEmpty()) {
            flash.addFlashAttribute("errors", errors);
            return back(bulk);
        }
        switch (bulks.start(bulk, grant.orElseThrow(), form.options())) {
            case STARTED -> {}
            case NOTHING -> flash.addFlashAttribute("say", say("bulk.nothing"));
            case NOT_PREPARED -> flash.addFlashAttribute("say", say("bulk.changed"));
        }
        return back(bulk);
    }

    /** The account that is chosen, or the one of the user's own address. */
    @PostMapping(ONE + "/autenticar")
    ModelAndView authenticate(
            @PathVariable long id, StartForm form, HttpServletRequest request, RedirectAttributes flash) {
        BulkDelivery bulk = bulks.own(id);
        owners.mustAuthenticate(bulk.userCode());
        if (!isOwn(bulk)) {
            throw CurrentUser.denied();
        }
        remember(bulk, form);
        flash.addFlashAttribute("form", form);
        Optional<Grant> grant = Optional.ofNullable(form.cuenta()).map(owners::own);
        Optional<String> email = grant.map(Grant::email)
                .or(() -> users.find(bulk.userCode()).map(User::recoveryEmail))
                .filter(address -> !address.isBlank());
        int provider = grant.map(Grant::providerId)
                .or(() -> accounts.readyProviders().stream().map(Provider::id).findFirst())
                .orElse(Provider.GMAIL);
        try {
            URI next =
                    authentication.begin(new Wish(bulk.userCode(), provider, email, BulkController.place(id)), request);
            return Pages.seeOther(next.toString());
        } catch (AuthorizationException e) {
            flash.addFlashAttribute("say", Say.of(e.diagnosis()));
            return back(bulk);
        }
    }

    private void remember(BulkDelivery bulk, StartForm form) {
        if (isOwn(bulk)) {
            users.rememberOption(bulk.userCode(), form.isOauth());
        }
    }

    private boolean isOwn(BulkDelivery bulk) {
        return Users.canonical(bulk.userCode()).equals(owners.current());
    }

    @PostMapping(ONE + "/pausar")
    ModelAndView pause(@PathVariable long id, RedirectAttributes flash) {
        BulkDelivery bulk = bulks.own(id);
        return told(bulk, bulks.pause(bulk), "bulk.paused", flash);
    }

    @PostMapping(ONE + "/reanudar")
    ModelAndView resume(@PathVariable long id, RedirectAttributes flash) {
        BulkDelivery bulk = bulks.own(id);
        return told(bulk, bulks.resume(bulk), "bulk.resumed", flash);
    }

    @PostMapping(ONE + "/detener")
    ModelAndView stop(@PathVariable long id, RedirectAttributes flash) {
        BulkDelivery bulk = bulks.own(id);
        return told(bulk, bulks.stop(bulk), "bulk.stopped", flash);
    }

    @PostMapping(ONE + "/revisar")
    ModelAndView checkAgain(@PathVariable long id, RedirectAttributes flash) {
        BulkDelivery bulk = bulks.own(id);
        if (!bulks.checkAgain(bulk)) {
            flash.addFlashAttribute("say", say("bulk.changed"));
        }
        return back(bulk);
    }

    @PostMapping(ONE + "/descartar")
    ModelAndView discard(@PathVariable long id, RedirectAttributes flash) {
        BulkDelivery bulk = bulks.own(id);
        if (!bulks.discard(bulk)) {
            flash.addFlashAttribute("say", say("bulk.changed"));
            return back(bulk);
        }
        flash.addFlashAttribute("good", words.text("bulk.discarded", bulk.name()));
        return Pages.seeOther(BulkController.PATH);
    }

    /** Another delivery, of those that were not sent. */
    @PostMapping(ONE + "/otra")
    ModelAndView ofTheRest(@PathVariable long id, RedirectAttributes flash) {
        BulkDelivery bulk = bulks.own(id);
        Optional<Long> made = bulks.createOfTheRest(bulk, words.text("bulk.name.rest", bulk.name()));
        if (made.isEmpty()) {
            flash.addFlashAttribute("say", say("bulk.nothing"));
            return back(bulk);
        }
        return Pages.seeOther(BulkController.place(made.get()));
    }

    private ModelAndView told(BulkDelivery bulk, boolean done, String key, RedirectAttributes flash) {
        if (done) {
            flash.addFlashAttribute("good", words.text(key));
        } else {
            flash.addFlashAttribute("say", say("bulk.changed"));
        }
        return back(bulk);
    }

    private Say say(String key) {
        return new Say(words.text(key + ".what"), words.text(key + ".side"), words.text(key + ".todo"), "");
    }

    private static ModelAndView back(BulkDelivery bulk) {
        return Pages.seeOther(BulkController.place(bulk.id()));
    }
}
