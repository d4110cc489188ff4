package org.valija.oauth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.valija.oauth.EmailsTable.Owner;
import org.valija.oauth.EmailsTable.Row;
import org.valija.oauth.EmailsTable.Tokens;
import org.valija.oauth.GrantStateTable.Dead;
import org.valija.oauth.GrantStateTable.Lease;
import org.valija.oauth.GrantStateTable.Mark;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * Reads and writes grants, {@code Emails} and {@code grant_state} together, each change in a transaction of its own, and
 * tells the listeners afterwards. Thread-safe.
 */
final class GrantStore {

    private static final Logger LOG = System.getLogger(GrantStore.class.getName());

    private final Database database;
    private final EmailsTable emails;
    private final GrantStateTable states;
    private final Clock clock;
    private final List<GrantListener> listeners = new CopyOnWriteArrayList<>();
    private final List<LongConsumer> caches = new CopyOnWriteArrayList<>();

    GrantStore(Database database, EmailsTable emails, GrantStateTable states, Clock clock) {
        this.database = database;
        this.emails = emails;
        this.states = states;
        this.clock = clock;
    }

    /** A grant with its tokens, as the database holds them at one moment. */
    record Stored(Grant grant, long generation, Tokens tokens) {}

    void addListener(GrantListener listener) {
        listeners.add(listener);
    }

    /** Called with a grant's id, before the listeners, whenever what is cached of it may be out of date. */
    void addCache(LongConsumer forget) {
        caches.add(forget);
    }

    /** What is cached of a grant may be out of date, though its state is the same. */
    void forgetCached(long id) {
        caches.forEach(cache -> cache.accept(id));
    }

    Optional<Grant> find(long id) {
        return database.run(connection -> states.find(connection, id));
    }

    List<Grant> ofUser(String userCode) {
        return database.run(connection -> states.ofUser(connection, userCode));
    }

    List<Grant> all() {
        return database.run(states::all);
    }

    Optional<Mark> mark(long id) {
        return database.run(connection -> states.mark(connection, id));
    }

    private record AsRead(Row row, Grant grant, long generation) {}

    /** @throws SealBrokenException when a secret of the row does not open; the grant shows it from then on */
    Optional<Stored> load(long id) {
        Optional<AsRead> found = database.inTransaction(connection -> {
            Optional<Row> row = emails.lock(connection, id);
            Optional<Grant> grant = states.find(connection, id);
            Optional<Mark> mark = states.mark(connection, id);
            return row.isPresent() && grant.isPresent() && mark.isPresent()
                    ? Optional.of(new AsRead(row.get(), grant.get(), mark.get().generation()))
                    : Optional.empty();
        });
        return found.map(read -> {
            try {
                return new Stored(read.grant(), read.generation(), emails.open(read.row()));
            } catch (SealBrokenException e) {
                noteBroken(id, read.generation(), e);
                throw e;
            }
        });
    }

    /**
     * A value that was edited or moved is the user's turn, as a refused one is: authenticating again replaces it. A key that
     * this node lacks is not: other nodes may have it, and it can be brought.
     */
    private void noteBroken(long id, long generation, SealBrokenException broken) {
        boolean missing = broken.kind() == SealBrokenException.Kind.KEY_MISSING;
        failed(
                id,
                generation,
                missing ? GrantState.CONNECTED : GrantState.NEEDS_AUTHENTICATION,
                new GrantError(
                        missing ? "key_missing" : "seal_broken", String.valueOf(broken.getMessage()), clock.instant()));
    }

    /**
     * The user authenticated: inserts the row or writes over the old one of the same owner.
     *
     * @throws AuthorizationException when no refresh token came and none of this client is kept from before
     */
    Grant connected(
            Owner owner, OAuthClient client, Provider provider, RefreshOutcome.Tokens tokens, Set<String> scopes) {
        Instant now = clock.instant();
        Change change = database.inTransaction(connection -> {
            Optional<Long> known = emails.idOf(connection, owner);
            long id = known.isPresent() ? known.get() : emails.insert(connection, owner);
            Row row = emails.lock(connection, id).orElseThrow();
            Optional<Grant> before = states.find(connection, id);
            Optional<Secret> refresh = tokens.refresh().or(() -> keptRefreshToken(row, before, client));
            if (refresh.isEmpty()) {
                throw new AuthorizationException(AuthorizationProblem.NO_REFRESH_TOKEN, provider.name());
            }
            Instant expiresAt = now.plus(tokens.lifetime().orElse(provider.assumedLifetime()));
            write(
                    connection,
                    row,
                    new Tokens(client.clientId(), Optional.of(tokens.access()), refresh, Optional.of(expiresAt)));
            states.connected(connection, id, owner.email(), scopes, now);
            return new Change(before, states.find(connection, id).orElseThrow());
        });
        tell(change);
        return change.after();
    }

    private Optional<Secret> keptRefreshToken(Row row, Optional<Grant> before, OAuthClient client) {
        if (before.isEmpty() || before.get().state() != GrantState.CONNECTED) {
            return Optional.empty();
        }
        Tokens kept = emails.open(row);
        return kept.clientId().equals(client.clientId()) ? kept.refresh() : Optional.empty();
    }

    Optional<Lease> lease(long id, String owner) {
        return database.inTransaction(connection -> states.lease(connection, id, owner, TokenRefresher.LEASE));
    }

    void release(long id, String owner, boolean inDoubt) {
        database.inTransaction(connection -> {
            if (inDoubt) {
                states.releaseInDoubt(connection, id, owner);
            } else {
                states.release(connection, id, owner);
            }
            return true;
        });
    }

    /**
     * Stores what a renewal brought, unless the user authenticated again or disconnected meanwhile.
     *
     * @return whether it was stored
     */
    boolean refreshed(long id, Renewed news) {
        Instant now = clock.instant();
        return database.inTransaction(connection -> {
            if (!states.refreshed(connection, id, news.sent(), now)) {
                return false;
            }
            Row row = emails.lock(connection, id).orElseThrow();
            Tokens old = emails.open(row);
            write(
                    connection,
                    row,
                    new Tokens(
                            old.clientId(),
                            Optional.of(news.access()),
                            news.refresh().or(old::refresh),
                            Optional.of(news.expiresAt())));
            return true;
        });
    }

    /** The row is locked, so what was read is what is written over. */
    private void write(Connection connection, Row row, Tokens tokens) throws SQLException {
        if (!emails.write(connection, row, tokens)) {
            throw new IllegalStateException("row " + row.id() + " of Emails changed under its lock");
        }
    }

    /** Notes a failure of the given generation; a later generation is left alone. */
    void failed(long id, long generation, GrantState state, GrantError error) {
        Optional<Change> change = database.inTransaction(connection -> {
            Optional<Grant> before = states.find(connection, id);
            return states.failed(connection, id, generation, state, error)
                    ? Optional.of(new Change(before, states.find(connection, id).orElseThrow()))
                    : Optional.empty();
        });
        change.ifPresent(happened -> {
            tell(happened);
            if (happened.after().state() != GrantState.CONNECTED) {
                noteAlert(id, generation);
            }
        });
    }

    private void noteAlert(long id, long generation) {
        try {
            database.inTransaction(connection -> states.alerted(connection, id, generation, clock.instant()));
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "grant " + id + ": it could not be noted that its end was told", e);
        }
    }

    /**
     * Tells the listeners of grants that ended while whoever noted it died before telling. Each end is claimed by one
     * node first.
     *
     * @param age an end younger than this may still be told by whoever noted it
     */
    void tellMissed(Duration age) {
        Instant now = clock.instant();
        for (Dead dead : database.run(connection -> states.untold(connection, now.minus(age)))) {
            if (database.inTransaction(connection -> states.alerted(connection, dead.id(), dead.generation(), now))) {
                find(dead.id()).ifPresent(after -> notify(after.in(GrantState.CONNECTED), after));
            }
        }
    }

    /** Forgets the tokens of a grant that the user disconnects; its row stays. */
    Optional<Grant> disconnected(long id) {
        Optional<Change> change = database.inTransaction(connection -> {
            Optional<Row> row = emails.lock(connection, id);
            Optional<Grant> before = states.find(connection, id);
            if (row.isEmpty() || before.isEmpty()) {
                return Optional.empty();
            }
            emails.forgetTokens(connection, row.get());
            states.disconnected(connection, id);
            return Optional.of(new Change(before, states.find(connection, id).orElseThrow()));
        });
        change.ifPresent(this::tell);
        return change.map(Change::after);
    }

    /** The provider's client was mended: grants that waited for it may try again. */
    void adminMended(int providerId) {
        database.inTransaction(connection -> states.adminMended(connection, providerId))
                .forEach(id -> {
                    forgetCached(id);
                    find(id).ifPresent(after -> notify(after.in(GrantState.NEEDS_ADMIN), after));
                });
    }

    void used(long id) {
        Instant now = clock.instant();
        database.inTransaction(connection -> {
            states.used(connection, id, now);
            return true;
        });
    }

    private record Change(Optional<Grant> before, Grant after) {}

    private void tell(Change change) {
        forgetCached(change.after().id());
        Grant before = change.before().orElseGet(() -> change.after().in(GrantState.DISCONNECTED));
        if (before.state() != change.after().state()) {
            notify(before, change.after());
        }
    }

    private void notify(Grant before, Grant after) {
        each(after, listener -> listener.stateChanged(before, after));
    }

    /** Tells the listeners how a renewal of this process ended. */
    void renewalEnded(Grant grant, GrantListener.Renewal how) {
        each(grant, listener -> listener.renewalEnded(grant, how));
    }

    private void each(Grant after, Consumer<GrantListener> telling) {
        for (GrantListener listener : listeners) {
            try {
                telling.accept(listener);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a grant listener failed for grant " + after.id(), e);
            }
        }
    }
}
