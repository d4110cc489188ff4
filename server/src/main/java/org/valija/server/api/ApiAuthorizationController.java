package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.server.accounts.Accounts;
import org.valija.server.accounts.ConsoleAddress;
import org.valija.server.scratch.ScratchFolder;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.User;

/** {@code /api/v1/authorizations}. */
@RestController
@RequestMapping(path = ApiAuthorizationController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class ApiAuthorizationController {

    static final String PATH = ApiSecurity.ROOT + "/authorizations";

    private static final long LARGEST_REQUEST = 64 * 1024;

    private final AuthorizationLinks links;
    private final Accounts accounts;
    private final CurrentCaller caller;
    private final OAuth oauth;
    private final ConsoleAddress console;
    private final ApiJson json;
    private final ScratchFolder scratch;

    ApiAuthorizationController(
            AuthorizationLinks links,
            Accounts accounts,
            CurrentCaller caller,
            OAuth oauth,
            ConsoleAddress console,
            ApiJson json,
            ScratchFolder scratch) {
        this.links = links;
        this.accounts = accounts;
        this.caller = caller;
        this.oauth = oauth;
        this.console = console;
        this.json = json;
        this.scratch = scratch;
    }

    /**
     * What is to be authorised.
     *
     * @param user whose account it becomes; may be empty where the token acts for one user
     * @param email that must authenticate; empty for the user's own
     * @param provider by its number; without one, Gmail
     */
    record Wish(String user, String email, Optional<Integer> provider) {
        Wish {
            user = Optional.ofNullable(user).orElse("");
            email = Optional.ofNullable(email).orElse("");
        }
    }

    /** One that was begun: the address is for the person's browser. */
    record Begun(String id, URI address, Instant expiresAt) {}

    /** How far it is, and the account that came of it. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record StateBody(String id, AuthorizationLinks.State state, Instant expiresAt, Optional<AccountBody> account) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Begun> begin(HttpServletRequest request) throws IOException {
        caller.must(Scope.ACCOUNTS_AUTHORIZE);
        caller.must(Function.ACCOUNTS, Operation.RUN);
        Wish wish = read(request);
        User user = caller.actingFor(wish.user(), Problem.INVALID_AUTHORIZATION);
        int id = wish.provider().orElse(Provider.GMAIL);
        Provider provider = oauth.providers()
                .find(id)
                .orElseThrow(() -> ApiException.ofField(
                        Problem.INVALID_AUTHORIZATION, "provider", "api.field.provider", Integer.toString(id)));
        String email = email(wish.email().isBlank() ? user.recoveryEmail() : wish.email(), user);
        AuthorizationLinks.Begun begun = links.begin(caller.token(), user.code(), provider, email);
        URI address = console.toSend(request).resolve(ConsentController.PATH + "/" + begun.value());
        return ResponseEntity.created(URI.create(PATH + "/" + begun.link().id()))
                .body(new Begun(begun.link().id(), address, begun.link().expiresAt()));
    }

    @GetMapping("/{id:[A-Za-z0-9_-]{43}}")
    StateBody state(@PathVariable String id) {
        caller.must(Function.ACCOUNTS, Operation.VIEW);
        AuthorizationLink link = links.find(id)
                .filter(found -> caller.token()
                        .userCode()
                        .filter(own -> !own.equals(found.userCode()))
                        .isEmpty())
                .orElseThrow(() -> ApiException.of(Problem.NOT_FOUND));
        return new StateBody(
                id,
                links.state(link),
                link.expiresAt(),
                links.account(link).map(accounts::view).map(AccountBody::of));
    }

    private Wish read(HttpServletRequest request) throws IOException {
        try (Spools spools = new Spools(scratch)) {
            return json.read(new BoundedStream(request.getInputStream(), LARGEST_REQUEST), Wish.class, spools);
        }
    }

    private static String email(String typed, User user) {
        if (typed.isBlank()) {
            throw ApiException.ofField(Problem.INVALID_AUTHORIZATION, "email", "api.field.email.none", user.code());
        }
        try {
            List<MailAddress> addresses = MailAddress.parseList(typed);
            if (addresses.size() == 1) {
                return addresses.getFirst().address().toLowerCase(Locale.ROOT);
            }
        } catch (InvalidAddressException e) {
            throw ApiException.ofField(
                    Problem.INVALID_AUTHORIZATION,
                    "email",
                    "api.field.address",
                    e.text().replaceAll("\\p{Cc}", "?"));
        }
        throw ApiException.ofField(Problem.INVALID_AUTHORIZATION, "email", "api.field.one");
    }
}
