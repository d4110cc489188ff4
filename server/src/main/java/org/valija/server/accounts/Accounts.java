package org.valija.server.accounts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.MailAccounts;
import org.valija.mail.MailDiagnoses;
import org.valija.mail.Outcome;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.oauth.TransportKind;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.users.Users;
import org.valija.server.web.Say;

/** What the pages know of mail accounts. Thread-safe. */
@Service
public class Accounts {

    private final OAuth oauth;
    private final MailAccounts mailAccounts;
    private final MailboxShares shares;
    private final Audit audit;

    Accounts(OAuth oauth, MailAccounts mailAccounts, MailboxShares shares, Audit audit) {
        this.oauth = oauth;
        this.mailAccounts = mailAccounts;
        this.shares = shares;
        this.audit = audit;
    }

    /** A user's accounts: those in use first. */
    public List<AccountView> of(String userCode) {
        return views(oauth.vault().grantsOf(userCode));
    }

    /** What a user sends from: their own accounts and, after them, those that are shared with their profile. */
    public List<AccountView> usable(String userCode) {
        List<AccountView> usable = new ArrayList<>(of(userCode));
        usable.addAll(views(shared(userCode)));
        return usable;
    }

    private List<Grant> shared(String userCode) {
        return shares.with(userCode).stream()
                .sorted()
                .flatMap(id -> oauth.vault().grant(id).stream())
                .filter(grant -> !Users.canonical(grant.userCode()).equals(Users.canonical(userCode)))
                .toList();
    }

    /** All accounts: what needs attention first. */
    public List<AccountView> all() {
        return views(oauth.vault().grants());
    }

    /** The account that this user sends from with that address: of several, one that is connected, their own before others'. */
    public Optional<Grant> sending(String userCode, String email) {
        String wanted = email.strip().toLowerCase(Locale.ROOT);
        Optional<Grant> own = connectedFirst(oauth.vault().grantsOf(userCode), wanted);
        return own.filter(grant -> grant.state() == GrantState.CONNECTED)
                .or(() -> connectedFirst(shared(userCode), wanted)
                        .filter(grant -> own.isEmpty() || grant.state() == GrantState.CONNECTED))
                .or(() -> own);
    }

    private static Optional<Grant> connectedFirst(List<Grant> grants, String email) {
        return grants.stream()
                .filter(grant -> grant.email().equals(email))
                .min(Comparator.comparing(grant -> grant.state() != GrantState.CONNECTED));
    }

    /** That account, where it is this user's or shared with them. */
    public Optional<Grant> sending(String userCode, long grantId) {
        return oauth.vault().grantsOf(userCode).stream()
                .filter(grant -> grant.id() == grantId)
                .findFirst()
                .or(() -> shared(userCode).stream()
                        .filter(grant -> grant.id() == grantId)
                        .findFirst());
    }

    /** Providers at which this installation is registered. */
    public List<Provider> readyProviders() {
        return oauth.providers().all().stream()
                .filter(provider -> oauth.currentClient(provider.id()).isPresent())
                .toList();
    }

    public String providerName(int providerId) {
        return oauth.providers().find(providerId).map(Provider::name).orElse("#" + providerId);
    }

    /** Why a mail did not leave from an account; empty when it did. What the account itself knows better goes first. */
    public Optional<Diagnosis> diagnose(Grant grant, Outcome outcome) {
        return MailDiagnoses.of(outcome)
                .map(diagnosis -> diagnosis.cause() == Cause.GRANT_REVOKED
                        ? oauth.vault()
                                .grant(grant.id())
                                .flatMap(this::diagnosis)
                                .orElse(diagnosis)
                        : diagnosis)
                .map(diagnosis -> diagnosis.about(grant.email()).at(providerName(grant.providerId())));
    }

    /** What is wrong with an account; empty when nothing is. */
    public Optional<Diagnosis> diagnosis(Grant grant) {
        String provider = providerName(grant.providerId());
        return oauth.providers().find(grant.providerId()).isPresent()
                ? MailDiagnoses.of(grant, provider)
                : Optional.of(Diagnosis.of(Cause.PROVIDER_MISSING)
                        .about(grant.email())
                        .at(provider)
                        .because("provider " + grant.providerId()));
    }

    /** An account as its page shows it. */
    public AccountView view(Grant grant) {
        Optional<TransportKind> transport = mailAccounts.transportOf(grant);
        return new AccountView(
                grant,
                providerName(grant.providerId()),
                diagnosis(grant).map(Say::of),
                transport,
                mailAccounts.possible(grant).stream()
                        .filter(kind -> !Optional.of(kind).equals(transport))
                        .findFirst());
    }

    /** Lets one account's mail take another road; with the one that is set for its provider, it follows that again. */
    void sendBy(Grant grant, TransportKind kind) {
        if (kind == oauth.transportOf(grant.providerId())) {
            mailAccounts.follow(grant.id());
        } else {
            mailAccounts.choose(grant.id(), kind);
        }
        audit.note(about(AuditAction.ACCOUNT_CHANGED, grant).with(AuditDetail.KIND, kind));
    }

    /** Ends an account; its tokens are forgotten in any case. */
    OAuth.Disconnection disconnect(Grant grant) {
        OAuth.Disconnection how = oauth.disconnect(grant.id());
        audit.note(about(AuditAction.ACCOUNT_DISCONNECTED, grant).with(AuditDetail.STATE, how));
        return how;
    }

    /** Notes that an account was connected. */
    public void noteConnected(Grant grant) {
        audit.note(about(AuditAction.ACCOUNT_CONNECTED, grant));
    }

    private AuditEvent about(AuditAction action, Grant grant) {
        return AuditEvent.of(action, grant.email())
                .with(AuditDetail.USER, grant.userCode())
                .with(AuditDetail.PROVIDER, providerName(grant.providerId()));
    }

    private List<AccountView> views(List<Grant> grants) {
        return grants.stream()
                .map(this::view)
                .sorted((one, other) -> urgency(one) - urgency(other))
                .toList();
    }

    private static int urgency(AccountView view) {
        return switch (view.grant().state()) {
            case NEEDS_AUTHENTICATION -> 0;
            case NEEDS_ADMIN -> 1;
            case CONNECTED -> 2;
            case DISCONNECTED -> 3;
        };
    }
}
