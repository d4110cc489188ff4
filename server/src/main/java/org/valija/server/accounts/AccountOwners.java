package org.valija.server.accounts;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.Users;

/**
 * Which accounts the present user may see, use and manage: they use their own and those that are shared with their profile; who
 * administers sees and manages all. What is another's and what is not there are refused alike, with an
 * {@link org.springframework.security.access.AccessDeniedException}. Used by the templates too. Thread-safe.
 */
@Component("owners")
public class AccountOwners {

    private final CurrentUser current;
    private final OAuth oauth;
    private final Accounts accounts;
    private final MailboxShares shares;

    AccountOwners(CurrentUser current, OAuth oauth, Accounts accounts, MailboxShares shares) {
        this.current = current;
        this.oauth = oauth;
        this.accounts = accounts;
        this.shares = shares;
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

    /** @throws org.valija.server.users.NotPermittedException unless the present user may look at accounts */
    public void mustSee() {
        current.must(Function.ACCOUNTS, Operation.VIEW);
    }

    /** Accounts that the present user sees: everybody's, or those that they may use. */
    public List<AccountView> visible() {
        return seesAll() ? accounts.all() : accounts.usable(current());
    }

    /** The present user's own, or anybody's for who administers. */
    public Grant own(long grantId) {
        Grant grant = grant(grantId);
        current.mustBe(Users.canonical(grant.userCode()));
        return grant;
    }

    /** The same, where the profile permits that with accounts. */
    Grant own(long grantId, Operation operation) {
        current.must(Function.ACCOUNTS, operation);
        return own(grantId);
    }

    /** One for whose road who administers decides. */
    Grant administered(long grantId) {
        current.must(Function.ACCOUNTS, Operation.CHANGE);
        current.mustAdminister();
        return own(grantId);
    }

    /** One that the present user sees: their own, or one that is shared with them. */
    public Grant seen(long grantId) {
        Grant grant = grant(grantId);
        if (!isOwn(grant) && !seesAll() && !shares.with(current()).contains(grantId)) {
            throw CurrentUser.denied();
        }
        return grant;
    }

    /** Whether the present user manages that account, and does not only send from it. */
    public boolean manages(long grantId) {
        return seesAll() || oauth.vault().grant(grantId).filter(this::isOwn).isPresent();
    }

    /** Whether it is the present user's own, and not one that is shared with them. */
    public boolean isOwn(Grant grant) {
        return Users.canonical(grant.userCode()).equals(current());
    }

    /** That the present user may authenticate an address for that user's account. */
    public void mustAuthenticate(String userCode) {
        current.must(Function.ACCOUNTS, Operation.RUN);
        current.mustBe(Users.canonical(userCode));
    }

    /** Shares an account with the users of these profiles, and with nobody else any more. */
    void share(long grantId, Set<String> profiles) {
        shares.put(own(grantId, Operation.CHANGE), profiles);
    }

    private Grant grant(long grantId) {
        return oauth.vault().grant(grantId).orElseThrow(CurrentUser::denied);
    }
}
