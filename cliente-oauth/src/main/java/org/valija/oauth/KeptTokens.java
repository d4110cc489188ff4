package org.valija.oauth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.valija.oauth.UnsavedTokens.Key;
import org.valija.sql.DatabaseException;

/**
 * Brings renewed tokens into the database: at once, or from where they are kept as soon as it takes them.
 *
 * <p>That needs no lease. The generation decides, so of two processes that find the same tokens one stores them, and tokens
 * that a later authorisation has overtaken are dropped. Thread-safe.
 */
final class KeptTokens {

    private static final Logger LOG = System.getLogger(KeptTokens.class.getName());
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final GrantStore store;
    private final UnsavedTokens unsaved;
    private final Executor executor;

    KeptTokens(GrantStore store, UnsavedTokens unsaved, Executor executor) {
        this.store = store;
        this.unsaved = unsaved;
        this.executor = executor;
    }

    /** From now on they outlive a database that is away, and with a folder the process too. */
    void keep(Grant grant, Renewed news) {
        unsaved.keep(grant, news);
    }

    /** What is kept of that renewal, if it opens. */
    Optional<Renewed> find(Grant grant, long sent) {
        try {
            return unsaved.find(grant, sent);
        } catch (SealBrokenException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "what was kept of a renewal of grant " + grant.id() + " does not open", e);
            return Optional.empty();
        }
    }

    /**
     * Stores them and keeps them no longer, unless they may still be of use: the administrator's turn ends, and then they do.
     *
     * @return whether they were stored now
     * @throws DatabaseException when the database does not take them; they stay kept
     */
    boolean store(long grantId, Renewed news) {
        boolean stored = store.refreshed(grantId, news);
        if (stored || hasMovedOn(grantId, news.sent())) {
            unsaved.remove(new Key(grantId, news.sent()));
        }
        return stored;
    }

    /**
     * Stores what this process, or a dead one whose folder this is, has not stored; for the start and from time to time.
     * What cannot be stored now stays kept.
     */
    void storeAll() {
        for (Key key : unsaved.keys()) {
            try {
                store(key);
            } catch (DatabaseException | SealBrokenException e) {
                LOG.log(Level.WARNING, "renewed tokens of grant " + key.grantId() + " are not stored yet", e);
            }
        }
    }

    /** Tries again and again until the database is back, or the host's executor ends. */
    void storeLater(long grantId, long sent) {
        Executor later = CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS, executor);
        later.execute(() -> {
            try {
                store(new Key(grantId, sent));
            } catch (DatabaseException e) {
                storeLater(grantId, sent);
            }
        });
    }

    private void store(Key key) {
        Optional<Grant> grant = store.find(key.grantId());
        if (grant.isEmpty()) {
            return;
        }
        if (hasMovedOn(key.grantId(), key.sent())) {
            unsaved.remove(key);
            return;
        }
        Optional<Renewed> news = find(grant.get(), key.sent());
        if (news.isPresent() && store(key.grantId(), news.get())) {
            LOG.log(Level.INFO, "renewed tokens of grant " + key.grantId() + " are stored now");
            store.forgetCached(key.grantId());
        }
    }

    private boolean hasMovedOn(long grantId, long sent) {
        return store.mark(grantId).filter(mark -> mark.generation() == sent).isEmpty();
    }
}
