package org.valija.server.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.AuthorizationProblem;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.server.accounts.AuthenticationListener;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.secrets.Random256;
import org.valija.server.secrets.Sha256;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/**
 * Authorisations that programs begin and persons give. The address to open holds a value of 256 random bits; who has it can
 * do one thing for an hour: authenticate the mailbox that was named, for the user that was named. Thread-safe.
 */
@Service
class AuthorizationLinks implements AuthenticationListener {

    /** Where the person comes back to, with the id. */
    static final String END = "/autorizar/fin/";

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final AuthorizationLinkTable table;
    private final ApiTokens tokens;
    private final Users users;
    private final OAuth oauth;
    private final Audit audit;
    private final Clock clock;

    AuthorizationLinks(
            AuthorizationLinkTable table, ApiTokens tokens, Users users, OAuth oauth, Audit audit, Clock clock) {
        this.table = table;
        this.tokens = tokens;
        this.users = users;
        this.oauth = oauth;
        this.audit = audit;
        this.clock = clock;
    }

    /** How far one is. */
    enum State {
        /** The person has not given it yet. */
        PENDING,
        /** The account is connected. */
        DONE,
        /** Nobody gave it in time; or its token is no longer honoured, or its user may no longer enter. */
        EXPIRED,
        /** The person said no; while the address lives they may still say yes. */
        REFUSED
    }

    /**
     * One that was begun.
     *
     * @param link as it is kept
     * @param value what stands in the address
     */
    record Begun(AuthorizationLink link, String value) {}

    /**
     * Begins.
     *
     * @throws AuthorizationException when no client is registered at that provider
     */
    Begun begin(ApiToken token, String userCode, Provider provider, String email) {
        if (oauth.currentClient(provider.id()).isEmpty()) {
            throw AuthorizationException.withoutClient(provider.name(), END);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String value = Random256.next();
        AuthorizationLink link = new AuthorizationLink(
                Random256.next(),
                token.id(),
                token.name(),
                userCode,
                provider.id(),
                email,
                now,
                now.plus(LIFETIME),
                Optional.empty());
        table.insert(link, Sha256.hex(value), now.minus(REMEMBERED));
        audit.note(AuditEvent.of(AuditAction.AUTHORIZATION_BEGUN, email)
                .with(AuditDetail.USER, userCode)
                .with(AuditDetail.PROVIDER, provider.name()));
        return new Begun(link, value);
    }

    Optional<AuthorizationLink> find(String id) {
        return table.find(id);
    }

    /** The one whose address was opened. */
    Optional<AuthorizationLink> opened(String value) {
        return table.byHash(Sha256.hex(value));
    }

    State state(AuthorizationLink link) {
        if (account(link).isPresent()) {
            return State.DONE;
        }
        if (!isOpen(link)) {
            return State.EXPIRED;
        }
        return link.refusedAt().isPresent() ? State.REFUSED : State.PENDING;
    }

    private boolean isOpen(AuthorizationLink link) {
        return clock.instant().isBefore(link.expiresAt()) && mayStand(link);
    }

    private boolean mayStand(AuthorizationLink link) {
        return tokens.honoured(link.tokenId())
                && users.find(link.userCode()).filter(User::active).isPresent();
    }

    /** The account that came of it; also when its user authenticated in another way meanwhile. */
    Optional<Grant> account(AuthorizationLink link) {
        return oauth.vault().grantsOf(link.userCode()).stream()
                .filter(grant -> grant.providerId() == link.providerId())
                .filter(grant -> grant.email().equals(link.email()))
                .filter(grant -> grant.state() == GrantState.CONNECTED)
                .filter(grant -> !grant.connectedAt().isBefore(link.createdAt()))
                .findFirst();
    }

    /** Whoever was sent to the provider in time may come back a little late; what was taken back meanwhile stays so. */
    @Override
    public boolean wants(String returnTo) {
        return !returnTo.startsWith(END)
                || table.find(returnTo.substring(END.length()))
                        .filter(this::mayStand)
                        .isPresent();
    }

    @Override
    public void failed(String returnTo, AuthorizationProblem problem) {
        if (problem == AuthorizationProblem.DENIED && returnTo.startsWith(END)) {
            table.refused(returnTo.substring(END.length()), clock.instant());
        }
    }
}
