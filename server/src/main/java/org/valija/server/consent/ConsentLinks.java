package org.valija.server.consent;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.AuthorizationProblem;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.server.accounts.AuthenticationListener;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditActor;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.recovery.SystemMails;
import org.valija.server.secrets.Random256;
import org.valija.server.secrets.Sha256;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.sql.Database;

/**
 * Authorisations that somebody asks for and a person gives. Who has a link's address can do one thing while it lives:
 * authenticate the mailbox that was named, for the user that was named, once. What is no success, another mailbox's answer
 * among it, uses nothing up. Thread-safe.
 */
@Service
public class ConsentLinks implements AuthenticationListener {

    /** Where the person comes back to, with the id. */
    static final String END = ConsentController.PATH + "/fin/";

    /** Longer than any exchange with a provider takes. */
    private static final Duration EXCHANGE = Duration.ofMinutes(2);

    private final ConsentLinkTable table;
    private final ConsentSponsor sponsor;
    private final Users users;
    private final OAuth oauth;
    private final ConsentNews news;
    private final SystemMails mails;
    private final Audit audit;
    private final Database database;
    private final Clock clock;

    ConsentLinks(
            ConsentLinkTable table,
            ConsentSponsor sponsor,
            Users users,
            OAuth oauth,
            ConsentNews news,
            SystemMails mails,
            Audit audit,
            Database database,
            Clock clock) {
        this.table = table;
        this.sponsor = sponsor;
        this.users = users;
        this.oauth = oauth;
        this.news = news;
        this.mails = mails;
        this.audit = audit;
        this.database = database;
        this.clock = clock;
    }

    /**
     * A link that is not kept yet.
     *
     * @throws AuthorizationException when no client is registered at that provider
     */
    public BegunConsent prepare(NewConsent wish) {
        if (oauth.currentClient(wish.providerId()).isEmpty()) {
            throw AuthorizationException.withoutClient(
                    oauth.providers().get(wish.providerId()).name(), END);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return BegunConsent.of(new ConsentLink(
                Random256.next(),
                wish.origin(),
                wish.tokenId(),
                wish.asker(),
                wish.userCode(),
                wish.providerId(),
                wish.email(),
                Optional.empty(),
                Optional.empty(),
                now,
                now.plus(wish.life()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /** Keeps it, with the caller's transaction: from its commit on its address opens. */
    public void keep(Connection connection, BegunConsent begun) throws SQLException {
        table.insert(connection, begun.link(), begun.hash());
    }

    /**
     * Prepares and keeps what a program asks for.
     *
     * @throws AuthorizationException when no client is registered at that provider
     */
    public BegunConsent begin(NewConsent wish) {
        BegunConsent begun = prepare(wish);
        database.inTransaction(connection -> {
            keep(connection, begun);
            audit.note(
                    connection,
                    AuditEvent.of(AuditAction.AUTHORIZATION_BEGUN, wish.email())
                            .with(AuditDetail.USER, wish.userCode())
                            .with(
                                    AuditDetail.PROVIDER,
                                    oauth.providers().get(wish.providerId()).name()));
            return true;
        });
        return begun;
    }

    public Optional<ConsentLink> find(String id) {
        return table.find(id);
    }

    /** The one whose address was opened; that it was is noted. */
    Optional<ConsentLink> opened(String value) {
        Optional<ConsentLink> link = table.byHash(Sha256.hex(value));
        link.filter(found -> found.openedAt().isEmpty()).ifPresent(found -> table.opened(found.id(), clock.instant()));
        return link;
    }

    /** How far one is now. */
    public ConsentState state(ConsentLink link) {
        if (link.givenAt().isPresent()) {
            return ConsentState.DONE;
        }
        if (link.cancelledAt().isPresent()) {
            return ConsentState.CANCELLED;
        }
        if (account(link).isPresent()) {
            return ConsentState.DONE;
        }
        if (!clock.instant().isBefore(link.expiresAt()) || !stands(link)) {
            return ConsentState.EXPIRED;
        }
        if (link.refusedAt().isPresent()) {
            return ConsentState.REFUSED;
        }
        return link.openedAt().isPresent() ? ConsentState.OPENED : ConsentState.WAITING;
    }

    private boolean stands(ConsentLink link) {
        return link.cancelledAt().isEmpty()
                && link.tokenId().filter(token -> !sponsor.honours(token)).isEmpty()
                && users.find(link.userCode()).filter(User::active).isPresent();
    }

    /** The account that came of it, in whatever state it is since; also when its user authenticated in another way meanwhile. */
    public Optional<Grant> account(ConsentLink link) {
        return known(link).filter(grant -> !grant.connectedAt().isBefore(link.createdAt()));
    }

    /** The account that it is about, where there is one. */
    Optional<Grant> known(ConsentLink link) {
        return oauth.vault().grantsOf(link.userCode()).stream()
                .filter(grant -> grant.providerId() == link.providerId())
                .filter(grant -> grant.email().equals(link.email()))
                .findFirst();
    }

    /**
     * Whoever was sent to the provider in time may come back a little late; what was taken back or used meanwhile stays so. Of
     * two answers at one time, one is looked into.
     */
    @Override
    public boolean wants(String returnTo) {
        Optional<String> id = id(returnTo);
        if (id.isEmpty()) {
            return true;
        }
        Instant now = clock.instant();
        return table.find(id.get())
                        .filter(link -> stands(link) && account(link).isEmpty())
                        .isPresent()
                && table.claim(id.get(), now, now.minus(EXCHANGE));
    }

    @Override
    public void failed(String returnTo, AuthorizationProblem problem) {
        Optional<String> id = id(returnTo);
        // These two had no place to give back.
        if (id.isEmpty()
                || problem == AuthorizationProblem.STATE_USED
                || problem == AuthorizationProblem.STATE_EXPIRED) {
            return;
        }
        table.release(id.get());
        if (problem == AuthorizationProblem.DENIED) {
            table.refused(id.get(), clock.instant());
            table.find(id.get())
                    .ifPresent(link -> audit.note(event(AuditAction.CONSENT_WITHDRAWN, link)
                            .with(AuditDetail.REASON, "REFUSED")
                            .by(AuditActor.UNKNOWN)));
        }
    }

    @Override
    public void done(String returnTo, Grant grant) {
        id(returnTo).flatMap(table::find).ifPresent(this::given);
    }

    /** Notes that one was given, and has its asker hear of it; once, whoever sees it first. */
    void given(ConsentLink link) {
        if (link.givenAt().isPresent()) {
            return;
        }
        // What had long expired is no news any more.
        Optional<ConsentNews.Ready> told =
                link.expiresAt().isBefore(clock.instant()) ? Optional.empty() : news.given(link);
        boolean first = database.inTransaction(connection -> {
            if (!table.given(connection, link.id(), clock.instant())) {
                return false;
            }
            table.givenWith(connection, link, clock.instant());
            audit.note(connection, event(AuditAction.CONSENT_GIVEN, link));
            if (told.isPresent()) {
                mails.accept(connection, told.get().from(), told.get().mail());
            }
            return true;
        });
        if (first) {
            told.map(ConsentNews.Ready::from).ifPresent(mails::wake);
        }
    }

    static AuditEvent event(AuditAction action, ConsentLink link) {
        return AuditEvent.of(action, link.email())
                .with(AuditDetail.USER, link.userCode())
                .with(AuditDetail.MEANS, link.origin());
    }

    private static Optional<String> id(String returnTo) {
        return returnTo.startsWith(END) ? Optional.of(returnTo.substring(END.length())) : Optional.empty();
    }
}
