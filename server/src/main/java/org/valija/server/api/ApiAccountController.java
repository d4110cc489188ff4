package org.valija.server.api;

import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.Accounts;

/** {@code /api/v1/accounts}. */
@RestController
@RequestMapping(path = ApiSecurity.ROOT + "/accounts", produces = MediaType.APPLICATION_JSON_VALUE)
class ApiAccountController {

    private final Accounts accounts;
    private final AccountOwners owners;
    private final CurrentCaller caller;

    ApiAccountController(Accounts accounts, AccountOwners owners, CurrentCaller caller) {
        this.accounts = accounts;
        this.owners = owners;
        this.caller = caller;
    }

    /** What needs attention first. */
    @GetMapping
    List<AccountBody> list(@RequestParam(defaultValue = "") String user) {
        owners.mustSee();
        Optional<String> about = caller.about(user);
        return about.map(accounts::usable).orElseGet(accounts::all).stream()
                .map(AccountBody::of)
                .toList();
    }

    @GetMapping("/{id:[0-9]+}")
    AccountBody one(@PathVariable long id) {
        owners.mustSee();
        return AccountBody.of(accounts.view(owners.seen(id)));
    }
}
