package org.valija.server.accounts;

import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.Users;

/** Whose accounts the present user may see, test and end: their own, or all for an administrator. */
@Component
public class AccountOwners {

    private final CurrentUser current;
    private final OAuth oauth;

    AccountOwners(CurrentUser current, OAuth oauth) {
        this.current = current;
        this.oauth = oauth;
    }

    /** The code of the present user. */
    public String current() {
        return current.code();
    }

    /** Whether the present user sees everybody's accounts. */
    public boolean seesAll() {
        return current.administers();
    }

    /** Whether the present user may look at accounts at all. */
    boolean seesAccounts() {
        return current.may(Function.ACCOUNTS, Operation.VIEW);
    }

    /** @throws org.springframework.security.access.AccessDeniedException unless the user administers */
    Grant administered(long grantId) {
        current.mustAdminister();
        return own(grantId);
    }

    /** @throws org.springframework.security.access.AccessDeniedException when it is another's, or there is none */
    public Grant own(long grantId) {
        Grant grant = oauth.vault().grant(grantId).orElseThrow(CurrentUser::denied);
        current.mustBe(Users.canonical(grant.userCode()));
        return grant;
    }
}
