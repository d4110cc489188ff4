package org.valija.server.accounts;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.server.users.User;
import org.valija.server.users.UserSection;

/** <em>Envío de correo</em> on a user's page. */
@Component
class AccountSection implements UserSection {

    private final Accounts accounts;
    private final AccountOwners owners;
    private final OAuth oauth;

    AccountSection(Accounts accounts, AccountOwners owners, OAuth oauth) {
        this.accounts = accounts;
        this.owners = owners;
        this.oauth = oauth;
    }

    /** What the fragment shows. */
    record MailPart(
            String userCode,
            boolean option,
            String expected,
            boolean ready,
            List<Provider> providers,
            List<AccountView> accounts,
            boolean choosesTransport) {}

    @Override
    public boolean isFor(User user) {
        return owners.seesAccounts();
    }

    @Override
    public String template() {
        return "accounts/section";
    }

    @Override
    public void fill(User user, Model model) {
        List<Provider> ready = accounts.readyProviders();
        model.addAttribute(
                "mail",
                new MailPart(
                        user.code(),
                        user.oauthOption(),
                        user.recoveryEmail(),
                        !ready.isEmpty(),
                        ready,
                        accounts.of(user.code()),
                        owners.seesAll()));
    }

    @Override
    public Optional<Pill> pill(User user) {
        return oauth.vault().grantsOf(user.code()).stream()
                .map(Grant::state)
                .min((one, other) -> rank(one) - rank(other))
                .map(state -> new Pill(AccountView.tone(state), "accounts.state." + state));
    }

    private static int rank(GrantState state) {
        return switch (state) {
            case NEEDS_AUTHENTICATION -> 0;
            case NEEDS_ADMIN -> 1;
            case CONNECTED -> 2;
            case DISCONNECTED -> 3;
        };
    }
}
