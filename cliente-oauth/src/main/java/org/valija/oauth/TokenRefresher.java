package org.valija.oauth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.valija.oauth.GrantStateTable.Lease;
import org.valija.oauth.GrantStateTable.Mark;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * Renews one grant's tokens, at most once at a time across all nodes.
 *
 * <p>Invariants: the request is sent only under the grant's lease, with the refresh token read under it, after the intent
 * was committed. What comes back is stored before anybody uses it, on the condition that the grant's generation is still
 * the one that was sent. A failure never deletes anything. Thread-safe; the caller sees to it that one thread of this
 * process renews a grant at a time.
 */
final class TokenRefresher {

    private static final Logger LOG = System.getLogger(TokenRefresher.class.getName());

    /** By the database's clock. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** An exchange does not begin with less than this left of the lease (engine.md §5). */
    private static final Duration LEAST_LEFT = Duration.ofSeconds(25);

    /** How long to wait for another node's renewal. */
    private static final Duration PATIENCE = Duration.ofSeconds(70);

    private static final Duration STORE_PATIENCE = Duration.ofSeconds(15);

    private final Database database;
    private final GrantStore store;
    private final OAuthClientTable clients;
    private final Providers providers;
    private final TokenEndpoint endpoint;
    private final Clock clock;

    /** Of this process: a lease is taken back by who has it, so the name is new with every start. */
    private final String owner;

    /** Rotated tokens that the database did not take; they are stored before anything else is tried. */
    private final Map<Long, Unsaved> unsaved = new ConcurrentHashMap<>();

    TokenRefresher(
            Database database,
            GrantStore store,
            OAuthClientTable clients,
            Providers providers,
            TokenEndpoint endpoint,
            Clock clock,
            String nodeName) {
        this.database = database;
        this.store = store;
        this.clients = clients;
        this.providers = providers;
        this.endpoint = endpoint;
        this.clock = clock;
        this.owner = nodeName + "/" + Hashes.random(9);
    }

    private record Unsaved(long generation, RefreshOutcome.Tokens tokens, Instant expiresAt) {}

    /** How a renewal ended, beyond what now stands in the database. */
    sealed interface Ended {
        /** The database holds the news, whoever brought it: look there. */
        record Stored() implements Ended {}

        /** Nothing changed; try again later. */
        record Later(GrantError error, Optional<Duration> retryAfter) implements Ended {}
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
            long leasedAt = System.nanoTime();
            Optional<Lease> lease = store.lease(id, owner);
            if (lease.isPresent()) {
                return underLease(id, seen, lease.get(), leasedAt);
            }
            Optional<Mark> mark = store.mark(id);
            if (mark.isEmpty() || mark.get().generation() != seen || mark.get().state() != GrantState.CONNECTED) {
                return new Ended.Stored();
            }
            if (elapsed(start).compareTo(PATIENCE) > 0) {
                return new Ended.Later(
                        new GrantError("renewal_elsewhere", "another node is renewing", clock.instant()),
                        Optional.of(Duration.ofSeconds(5)));
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(Duration.ofMillis(250)) > 0
                    ? Duration.ofMillis(250)
                    : pause.multipliedBy(2);
        }
    }

    private Ended underLease(long id, long seen, Lease lease, long leasedAt) {
        boolean inDoubt = false;
        boolean stored = false;
        try {
            if (lease.generation() != seen || lease.state() != GrantState.CONNECTED) {
                return new Ended.Stored();
            }
            Unsaved waiting = unsaved.get(id);
            if (waiting != null && waiting.generation() == seen) {
                Ended ended = save(id, waiting);
                stored = ended instanceof Ended.Stored;
                inDoubt = !stored;
                return ended;
            }
            unsaved.remove(id);
            GrantStore.Stored current = store.load(id).orElseThrow();
            Instant asked = clock.instant();
            RefreshOutcome outcome = exchange(current, leasedAt);
            inDoubt = outcome instanceof RefreshOutcome.Transient failed && failed.maybeProcessed();
            Ended ended = settle(current.grant(), lease, outcome, asked);
            stored = outcome instanceof RefreshOutcome.Tokens && ended instanceof Ended.Stored;
            inDoubt |= outcome instanceof RefreshOutcome.Tokens && !stored;
            return ended;
        } finally {
            if (!stored) {
                release(id, inDoubt);
            }
        }
    }

    private void release(long id, boolean inDoubt) {
        try {
            store.release(id, owner, inDoubt);
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "the lease of grant " + id + " could not be given back and will run out", e);
        }
    }

    private RefreshOutcome exchange(GrantStore.Stored current, long leasedAt) {
        Optional<Secret> refreshToken = current.tokens().refresh();
        if (refreshToken.isEmpty()) {
            return new RefreshOutcome.NeedsAuthentication("no_refresh_token", "no refresh token is stored");
        }
        int providerId = current.grant().providerId();
        Optional<OAuthClient> client = database.run(connection ->
                        clients.find(connection, providerId, current.tokens().clientId()))
                .map(OAuthClientTable.Row::client);
        Optional<Provider> provider = providers.find(providerId);
        if (client.isEmpty() || provider.isEmpty()) {
            return new RefreshOutcome.NeedsAdmin(
                    "client_missing", "the client or provider that obtained this authorisation is not configured");
        }
        if (LEASE.minus(elapsed(leasedAt)).compareTo(LEAST_LEFT) < 0) {
            return new RefreshOutcome.Transient(
                    "slow_database", "too little of the lease was left to ask the provider", Optional.empty(), false);
        }
        return endpoint.refresh(provider.get().forTenant(client.get().tenant()), client.get(), refreshToken.get());
    }

    /** @param asked when the request began: the token's life is counted from there, not from the answer */
    private Ended settle(Grant grant, Lease lease, RefreshOutcome outcome, Instant asked) {
        long id = grant.id();
        long seen = lease.generation();
        if (outcome instanceof RefreshOutcome.Tokens tokens) {
            Duration lifetime = tokens.lifetime()
                    .orElseGet(() -> providers.get(grant.providerId()).assumedLifetime());
            return save(id, new Unsaved(seen, tokens, asked.plus(lifetime)));
        }
        if (outcome instanceof RefreshOutcome.NeedsAuthentication refused) {
            boolean interrupted = lease.afterInterruption() && refused.code().equals("invalid_grant");
            GrantError error = interrupted
                    ? error("interrupted_renewal", refused.code() + ": " + refused.detail())
                    : error(refused.code(), refused.detail());
            store.failed(id, seen, GrantState.NEEDS_AUTHENTICATION, error);
            return new Ended.Stored();
        }
        if (outcome instanceof RefreshOutcome.NeedsAdmin refused) {
            store.failed(id, seen, GrantState.NEEDS_ADMIN, error(refused.code(), refused.detail()));
            return new Ended.Stored();
        }
        RefreshOutcome.Transient failed = (RefreshOutcome.Transient) outcome;
        GrantError error = error(failed.code(), failed.detail());
        store.failed(id, seen, GrantState.CONNECTED, error);
        return new Ended.Later(error, failed.retryAfter());
    }

    /** Stores rotated tokens, patiently: losing them can cost the grant. */
    private Ended save(long id, Unsaved news) {
        unsaved.put(id, news);
        long start = System.nanoTime();
        while (true) {
            try {
                store.refreshed(id, news.generation(), news.tokens(), news.expiresAt());
                unsaved.remove(id);
                return new Ended.Stored();
            } catch (DatabaseException e) {
                LOG.log(Level.WARNING, "renewed tokens of grant " + id + " are not stored yet: " + e.getMessage());
                if (elapsed(start).compareTo(STORE_PATIENCE) > 0) {
                    return new Ended.Later(
                            error("database", "the renewed permission could not be stored"), Optional.empty());
                }
                sleep(Duration.ofMillis(250));
            }
        }
    }

    private GrantError error(String code, String detail) {
        return new GrantError(code, detail, clock.instant());
    }

    private static Duration elapsed(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while renewing", e);
        }
    }
}
