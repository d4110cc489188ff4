package org.valija.oauth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.valija.oauth.GrantStateTable.Lease;
import org.valija.oauth.GrantStateTable.Mark;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * Renews one grant's tokens, at most once at a time across all nodes.
 *
 * <p>Invariants: the request is sent only under the grant's lease, with the refresh token read under it, after the intent
 * was committed. What comes back is stored before anybody uses it, on the condition that the grant's generation is still
 * the one that was sent; until it is stored it is kept sealed, and the lease is not given back. A failure never deletes
 * anything. An interrupted caller does not cut a renewal short. Thread-safe; the caller sees to it that one thread of
 * this process renews a grant at a time.
 */
final class TokenRefresher {

    private static final Logger LOG = System.getLogger(TokenRefresher.class.getName());

    /** By the database's clock. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** An exchange does not begin with less than this left of the lease (engine.md §5). */
    private static final Duration LEAST_LEFT = Duration.ofSeconds(25);

    /** How long to wait for another node's renewal. */
    private static final Duration PATIENCE = Duration.ofSeconds(70);

    /** How long those who wait for the token wait for the database; it is tried in the background after that. */
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(3);

    private static final Duration STORE_PAUSE = Duration.ofMillis(250);

    private final Database database;
    private final GrantStore store;
    private final OAuthClientTable clients;
    private final Providers providers;
    private final TokenEndpoint endpoint;
    private final KeptTokens kept;
    private final Clock clock;

    /** Of this process: a lease is taken back by who has it, so the name is new with every start. */
    private final String owner;

    TokenRefresher(
            Database database,
            GrantStore store,
            OAuthClientTable clients,
            Providers providers,
            TokenEndpoint endpoint,
            KeptTokens kept,
            Clock clock,
            String nodeName) {
        this.database = database;
        this.store = store;
        this.clients = clients;
        this.providers = providers;
        this.endpoint = endpoint;
        this.kept = kept;
        this.clock = clock;
        this.owner = nodeName + "/" + Hashes.random(9);
    }

    /** How a renewal ended, beyond what now stands in the database. */
    sealed interface Ended {
        /** The database holds the news, whoever brought it: look there. */
        record Stored() implements Ended {}

        /** Nothing changed; try again later. */
        record Later(GrantError error, Optional<Duration> retryAfter) implements Ended {}
    }

    /** What a renewal leaves of its lease and intent. */
    private enum Lasting {
        /** Nothing: the tokens were stored, and the lease given back with them. */
        NONE,
        /** Nothing, once given back: the provider's answer is known, or it was not asked. */
        SETTLED,
        /** The intent: what was sent, by this renewal or one before it, may have been processed. */
        INTENT,
        /** Lease and intent: tokens are on their way into the database, and nobody else should ask meanwhile. */
        LEASE
    }

    /**
     * Renews unless the grant has moved on from the generation that the caller saw.
     *
     * @param seen generation of the tokens that the caller found too old, or refused
     */
    Ended refresh(long id, long seen) {
        long start = System.nanoTime();
        Duration pause = Duration.ofMillis(40);
        while (true) {
            Optional<Mark> mark = store.mark(id);
            if (mark.isEmpty() || mark.get().generation() != seen || mark.get().state() != GrantState.CONNECTED) {
                return new Ended.Stored();
            }
            long leasedAt = System.nanoTime();
            Optional<Lease> lease = store.lease(id, owner);
            if (lease.isPresent()) {
                return new Attempt(id, seen, lease.get(), leasedAt).run();
            }
            if (elapsed(start).compareTo(PATIENCE) > 0) {
                return new Ended.Later(
                        error("renewal_elsewhere", "another node is renewing"), Optional.of(Duration.ofSeconds(5)));
            }
            if (Thread.currentThread().isInterrupted()) {
                return new Ended.Later(
                        error("interrupted", "the wait for another node was cut short"), Optional.empty());
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(Duration.ofMillis(250)) > 0
                    ? Duration.ofMillis(250)
                    : pause.multipliedBy(2);
        }
    }

    /** One renewal under the lease. */
    private final class Attempt {

        private final long id;
        private final long seen;
        private final Lease lease;
        private final long leasedAt;
        private final Lasting asFound;
        private Lasting lasting;

        /** An interruption would cut a virtual thread's connections to provider and database: it is put off. */
        private boolean interrupted;

        private Attempt(long id, long seen, Lease lease, long leasedAt) {
            this.id = id;
            this.seen = seen;
            this.lease = lease;
            this.leasedAt = leasedAt;
            this.asFound = lease.afterInterruption() ? Lasting.INTENT : Lasting.SETTLED;
            this.lasting = asFound;
        }

        private Ended run() {
            interrupted = Thread.interrupted();
            try {
                if (lease.generation() != seen || lease.state() != GrantState.CONNECTED) {
                    return new Ended.Stored();
                }
                GrantStore.Stored current = store.load(id).orElseThrow();
                Optional<Renewed> waiting = kept.find(current.grant(), seen);
                return waiting.isPresent() ? save(waiting.get()) : ask(current);
            } finally {
                if (lasting == Lasting.INTENT || lasting == Lasting.SETTLED) {
                    release(id, lasting == Lasting.INTENT);
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private Ended ask(GrantStore.Stored current) {
            Instant asked = clock.instant();
            RefreshOutcome outcome = exchange(current);
            store.renewalEnded(current.grant(), ended(outcome));
            if (outcome instanceof RefreshOutcome.Tokens tokens) {
                Duration lifetime = tokens.lifetime()
                        .orElseGet(() ->
                                providers.get(current.grant().providerId()).assumedLifetime());
                // The life is counted from the request, not from the answer.
                Renewed news = new Renewed(seen, tokens.access(), tokens.refresh(), asked.plus(lifetime));
                kept.keep(current.grant(), news);
                return save(news);
            }
            if (outcome instanceof RefreshOutcome.NeedsAuthentication refused) {
                boolean byInterruption =
                        lease.afterInterruption() && refused.code().equals("invalid_grant");
                GrantError error = byInterruption
                        ? error("interrupted_renewal", refused.code() + ": " + refused.detail())
                        : error(refused.code(), refused.detail());
                lasting = Lasting.SETTLED;
                store.failed(id, seen, GrantState.NEEDS_AUTHENTICATION, error);
                return new Ended.Stored();
            }
            if (outcome instanceof RefreshOutcome.NeedsAdmin refused) {
                lasting = asFound;
                store.failed(id, seen, GrantState.NEEDS_ADMIN, error(refused.code(), refused.detail()));
                return new Ended.Stored();
            }
            RefreshOutcome.Transient failed = (RefreshOutcome.Transient) outcome;
            lasting = failed.maybeProcessed() ? Lasting.INTENT : asFound;
            GrantError error = error(failed.code(), failed.detail());
            store.failed(id, seen, GrantState.CONNECTED, error);
            return new Ended.Later(error, failed.retryAfter());
        }

        private RefreshOutcome exchange(GrantStore.Stored current) {
            Optional<Secret> refreshToken = current.tokens().refresh();
            if (refreshToken.isEmpty()) {
                return new RefreshOutcome.NeedsAuthentication("no_refresh_token", "no refresh token is stored");
            }
            int providerId = current.grant().providerId();
            Optional<OAuthClient> client = database.run(connection -> clients.find(
                            connection, providerId, current.tokens().clientId()))
                    .map(OAuthClientTable.Row::client);
            Optional<Provider> provider = providers.find(providerId);
            if (client.isEmpty() || provider.isEmpty()) {
                return new RefreshOutcome.NeedsAdmin(
                        "client_missing", "the client that obtained this authorisation is not configured");
            }
            if (LEASE.minus(elapsed(leasedAt)).compareTo(LEAST_LEFT) < 0) {
                return new RefreshOutcome.Transient(
                        "slow_database",
                        "too little of the lease was left to ask the provider",
                        Optional.empty(),
                        false);
            }
            lasting = Lasting.INTENT;
            RefreshOutcome outcome =
                    endpoint.refresh(provider.get().forTenant(client.get().tenant()), client.get(), refreshToken.get());
            interrupted |= Thread.interrupted();
            return outcome;
        }

        /** Stores renewed tokens, patiently: losing them can cost the grant. */
        private Ended save(Renewed news) {
            lasting = Lasting.LEASE;
            long start = System.nanoTime();
            while (true) {
                try {
                    lasting = kept.store(id, news) ? Lasting.NONE : Lasting.SETTLED;
                    return new Ended.Stored();
                } catch (DatabaseException e) {
                    LOG.log(Level.WARNING, "renewed tokens of grant " + id + " are not stored yet: " + e.getMessage());
                }
                if (elapsed(start).compareTo(STORE_PATIENCE) > 0) {
                    kept.storeLater(id, seen);
                    return new Ended.Later(
                            error("database", "the renewed permission could not be stored"), Optional.empty());
                }
                LockSupport.parkNanos(STORE_PAUSE.toNanos());
                interrupted |= Thread.interrupted();
            }
        }
    }

    private static GrantListener.Renewal ended(RefreshOutcome outcome) {
        if (outcome instanceof RefreshOutcome.Tokens) {
            return GrantListener.Renewal.RENEWED;
        }
        if (outcome instanceof RefreshOutcome.NeedsAuthentication) {
            return GrantListener.Renewal.NEEDS_AUTHENTICATION;
        }
        return outcome instanceof RefreshOutcome.NeedsAdmin
                ? GrantListener.Renewal.NEEDS_ADMIN
                : GrantListener.Renewal.PUT_OFF;
    }

    private void release(long id, boolean inDoubt) {
        try {
            store.release(id, owner, inDoubt);
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "the lease of grant " + id + " could not be given back and will run out", e);
        }
    }

    private GrantError error(String code, String detail) {
        return new GrantError(code, detail, clock.instant());
    }

    private static Duration elapsed(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
