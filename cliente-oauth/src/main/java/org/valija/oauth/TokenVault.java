package org.valija.oauth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.valija.oauth.GrantStateTable.Mark;
import org.valija.sql.DatabaseException;

/**
 * Hands out access tokens and keeps them alive.
 *
 * <p>A token that is FRESH is handed out as it is; one that is STALE (inside the provider's early margin) too, and renewed
 * in the background; for one that has EXPIRED the caller waits for the one renewal that is running. Tokens are cached in
 * memory and the grant's state is looked at again after five seconds at most, so that a disconnection on another node is
 * felt; that somebody has authenticated again is felt at once. Thread-safe.
 */
public final class TokenVault {

    private static final Logger LOG = System.getLogger(TokenVault.class.getName());

    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

    private final GrantStore store;
    private final TokenRefresher refresher;
    private final Providers providers;
    private final Executor executor;
    private final Clock clock;

    private final Map<Long, Held> cache = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<TokenResult>> running = new ConcurrentHashMap<>();
    private final Map<Long, BackOff> backOffs = new ConcurrentHashMap<>();
    private final Map<Long, Instant> usesNoted = new ConcurrentHashMap<>();

    TokenVault(GrantStore store, TokenRefresher refresher, Providers providers, Executor executor, Clock clock) {
        this.store = store;
        this.refresher = refresher;
        this.providers = providers;
        this.executor = executor;
        this.clock = clock;
        store.addCache(this::forget);
    }

    /** What is known of a grant, and when (monotonic) it was last compared with the database. */
    private record Held(Grant grant, long generation, Optional<Secret> access, long checkedAt) {}

    private record BackOff(int failures, long untilNanos, GrantError error) {}

    private enum Freshness {
        FRESH,
        STALE,
        EXPIRED
    }

    /** A token to use now, or whose turn it is. Blocks at most as long as one renewal takes. */
    public TokenResult accessToken(long grantId) {
        try {
            Optional<Held> held = held(grantId);
            if (held.isEmpty()) {
                return new TokenResult.Disconnected();
            }
            TokenResult result =
                    usable(held.get()).orElseGet(() -> renew(grantId, held.get().generation()));
            if (result instanceof TokenResult.Usable) {
                noteUse(grantId);
            }
            return result;
        } catch (DatabaseException e) {
            return databaseAway(e);
        }
    }

    /**
     * The mail server refused this token: renews it once, whatever its age, and hands out the new one. When another
     * caller did so already, hands out what that one obtained.
     */
    public TokenResult replacementFor(AccessToken refused) {
        try {
            Optional<Held> held = reload(refused.grantId());
            if (held.isEmpty()) {
                return new TokenResult.Disconnected();
            }
            if (held.get().generation() != refused.generation()) {
                return accessToken(refused.grantId());
            }
            Optional<TokenResult> blocked = blocked(held.get());
            return blocked.orElseGet(() -> renew(refused.grantId(), refused.generation()));
        } catch (DatabaseException e) {
            return databaseAway(e);
        }
    }

    /** Notes that the mail server refused a token that had just been renewed; shown with the grant. */
    public void noteRefusal(AccessToken refused, String code, String detail) {
        store.failed(
                refused.grantId(),
                refused.generation(),
                GrantState.CONNECTED,
                new GrantError(code, detail, clock.instant()));
    }

    /** Forgets what is cached of a grant; the next use reads the database. */
    void forget(long grantId) {
        cache.remove(grantId);
        backOffs.remove(grantId);
    }

    private Optional<Held> held(long grantId) {
        Held known = cache.get(grantId);
        // One that needs somebody may have been mended on another node since, and is asked for rarely.
        if (known != null
                && known.grant().state() == GrantState.CONNECTED
                && System.nanoTime() - known.checkedAt() < LOOK_AGAIN_NANOS) {
            return Optional.of(known);
        }
        if (known != null) {
            Optional<Mark> mark = store.mark(grantId);
            if (mark.isPresent()
                    && mark.get().generation() == known.generation()
                    && mark.get().state() == known.grant().state()) {
                Held checked = new Held(known.grant(), known.generation(), known.access(), System.nanoTime());
                cache.put(grantId, checked);
                return Optional.of(checked);
            }
        }
        return reload(grantId);
    }

    private Optional<Held> reload(long grantId) {
        long now = System.nanoTime();
        Optional<Held> read = store.load(grantId)
                .map(stored -> new Held(
                        stored.grant(), stored.generation(), stored.tokens().access(), now));
        read.ifPresentOrElse(held -> cache.put(grantId, held), () -> cache.remove(grantId));
        return read;
    }

    /** The answer where no renewal must be waited for. */
    private Optional<TokenResult> usable(Held held) {
        Optional<TokenResult> blocked = blocked(held);
        if (blocked.isPresent()) {
            return blocked;
        }
        Freshness freshness = freshness(held);
        if (freshness == Freshness.EXPIRED) {
            return Optional.empty();
        }
        if (freshness == Freshness.STALE) {
            renewInBackground(held.grant().id(), held.generation());
        }
        return Optional.of(new TokenResult.Usable(token(held)));
    }

    private Optional<TokenResult> blocked(Held held) {
        int providerId = held.grant().providerId();
        if (providers.find(providerId).isEmpty()) {
            // Nothing is noted: the grant is as good as before once the configuration has its provider again.
            return Optional.of(new TokenResult.NeedsAdmin(
                    new GrantError("provider_missing", "provider " + providerId, clock.instant())));
        }
        GrantError error = held.grant()
                .lastError()
                .orElseGet(() -> new GrantError("unknown", "", held.grant().connectedAt()));
        return switch (held.grant().state()) {
            case CONNECTED -> Optional.empty();
            case NEEDS_AUTHENTICATION -> Optional.of(new TokenResult.NeedsAuthentication(error));
            case NEEDS_ADMIN -> Optional.of(new TokenResult.NeedsAdmin(error));
            case DISCONNECTED -> Optional.of(new TokenResult.Disconnected());
        };
    }

    private Freshness freshness(Held held) {
        Optional<Instant> expiresAt = held.grant().expiresAt();
        if (held.access().isEmpty() || expiresAt.isEmpty()) {
            return Freshness.EXPIRED;
        }
        Provider provider = providers.get(held.grant().providerId());
        Duration life = Duration.between(
                held.grant().lastRefreshedAt().orElse(held.grant().connectedAt()), expiresAt.get());
        Instant now = clock.instant();
        if (!now.isBefore(expiresAt.get().minus(shorter(provider.latestUse(), life.dividedBy(10))))) {
            return Freshness.EXPIRED;
        }
        return now.isBefore(expiresAt.get().minus(shorter(provider.earlyMargin(), life.dividedBy(4))))
                ? Freshness.FRESH
                : Freshness.STALE;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static AccessToken token(Held held) {
        return new AccessToken(
                held.grant().id(),
                held.generation(),
                held.grant().email(),
                held.access().orElseThrow(),
                held.grant().expiresAt().orElseThrow());
    }

    private void renewInBackground(long grantId, long seen) {
        if (running.containsKey(grantId) || backingOff(grantId).isPresent()) {
            return;
        }
        try {
            executor.execute(() -> renew(grantId, seen));
        } catch (RejectedExecutionException e) {
            // The host is closing its executor; whoever needs the token next renews it.
            forget(grantId);
        }
    }

    /** Leads the one renewal of this process, or waits for the one that runs. */
    private TokenResult renew(long grantId, long seen) {
        CompletableFuture<TokenResult> mine = new CompletableFuture<>();
        CompletableFuture<TokenResult> leader = running.putIfAbsent(grantId, mine);
        if (leader != null) {
            return join(leader);
        }
        try {
            TokenResult result = lead(grantId, seen);
            mine.complete(result);
            return result;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(grantId, mine);
        }
    }

    private static TokenResult join(CompletableFuture<TokenResult> leader) {
        try {
            return leader.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private TokenResult lead(long grantId, long seen) {
        Optional<BackOff> pause = backingOff(grantId);
        if (pause.isPresent()) {
            return notNow(grantId, pause.get().error(), remaining(pause.get()));
        }
        TokenRefresher.Ended ended;
        try {
            ended = refresher.refresh(grantId, seen);
        } catch (DatabaseException e) {
            return databaseAway(e);
        }
        if (ended instanceof TokenRefresher.Ended.Later later) {
            return notNow(grantId, later.error(), backOff(grantId, later));
        }
        backOffs.remove(grantId);
        return reload(grantId)
                .map(held -> blocked(held).orElseGet(() -> afterRenewal(held)))
                .orElseGet(TokenResult.Disconnected::new);
    }

    private TokenResult afterRenewal(Held held) {
        if (freshness(held) == Freshness.EXPIRED) {
            return new TokenResult.NotNow(
                    new GrantError(
                            "short_lived",
                            "the provider gave a permission that has ended already; is this computer's clock right?",
                            clock.instant()),
                    FIRST_BACK_OFF);
        }
        return new TokenResult.Usable(token(held));
    }

    /** While the provider is away, a token that is merely stale still serves. */
    private TokenResult notNow(long grantId, GrantError error, Duration retryAfter) {
        Held held = cache.get(grantId);
        return held != null && blocked(held).isEmpty() && freshness(held) != Freshness.EXPIRED
                ? new TokenResult.Usable(token(held))
                : new TokenResult.NotNow(error, retryAfter);
    }

    private Optional<BackOff> backingOff(long grantId) {
        return Optional.ofNullable(backOffs.get(grantId)).filter(pause -> pause.untilNanos() - System.nanoTime() > 0);
    }

    private static Duration remaining(BackOff pause) {
        return Duration.ofNanos(Math.max(0, pause.untilNanos() - System.nanoTime()));
    }

    private Duration backOff(long grantId, TokenRefresher.Ended.Later later) {
        BackOff pause = backOffs.compute(grantId, (id, before) -> {
            int failures = before == null ? 1 : before.failures() + 1;
            Duration exponential = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 9));
            Duration chosen = later.retryAfter().orElse(shorter(exponential, LONGEST_BACK_OFF));
            long jitter = ThreadLocalRandom.current().nextLong(chosen.toNanos() / 4 + 1);
            return new BackOff(failures, System.nanoTime() + chosen.toNanos() + jitter, later.error());
        });
        return remaining(pause);
    }

    private TokenResult databaseAway(DatabaseException e) {
        return new TokenResult.NotNow(
                new GrantError("database", String.valueOf(e.getMessage()), clock.instant()), FIRST_BACK_OFF);
    }

    /** Once a minute, in the background: whoever needs the token does not wait for a note about it. */
    private void noteUse(long grantId) {
        Instant now = clock.instant();
        Instant noted = usesNoted.get(grantId);
        if (noted != null && !noted.plus(USE_NOTED_EVERY).isBefore(now)) {
            return;
        }
        usesNoted.put(grantId, now);
        try {
            executor.execute(() -> storeUse(grantId));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the use of grant " + grantId + " is not noted: the host is closing", e);
        }
    }

    private void storeUse(long grantId) {
        try {
            store.used(grantId);
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "the use of grant " + grantId + " could not be noted", e);
        }
    }

    /**
     * Renews, one after another, the connected grants that nobody has renewed for as long as their provider says
     * ({@link Provider#idleRefresh()}). A host calls this from time to time, on any number of nodes. A grant that fails
     * does not keep the others from their turn.
     *
     * @return how many were renewed here
     */
    public int refreshIdle() {
        return refreshIdle(() -> true);
    }

    /** The same for as long as that says so; a renewal that was begun is ended. */
    int refreshIdle(BooleanSupplier goesOn) {
        int renewed = 0;
        for (Grant grant : store.all()) {
            if (!goesOn.getAsBoolean()) {
                return renewed;
            }
            try {
                if (isIdle(grant) && refreshIdle(grant.id())) {
                    renewed++;
                }
            } catch (DatabaseException | SealBrokenException e) {
                LOG.log(Level.WARNING, "idle grant " + grant.id() + " could not be renewed", e);
            }
        }
        return renewed;
    }

    private boolean refreshIdle(long grantId) {
        // Read again: another node may have had the same thought.
        Optional<Held> held = reload(grantId).filter(read -> isIdle(read.grant()));
        if (held.isEmpty()) {
            return false;
        }
        renew(grantId, held.get().generation());
        return reload(grantId)
                .filter(after -> after.generation() != held.get().generation())
                .isPresent();
    }

    private boolean isIdle(Grant grant) {
        return grant.state() == GrantState.CONNECTED
                && providers
                        .find(grant.providerId())
                        .map(Provider::idleRefresh)
                        .filter(limit -> !grant.lastRefreshedAt()
                                .orElse(grant.connectedAt())
                                .plus(limit)
                                .isAfter(clock.instant()))
                        .isPresent();
    }

    /** Grants of one user, in the order in which they came about. */
    public List<Grant> grantsOf(String userCode) {
        return store.ofUser(userCode);
    }

    /** All grants. */
    public List<Grant> grants() {
        return store.all();
    }

    public Optional<Grant> grant(long id) {
        return store.find(id);
    }
}
