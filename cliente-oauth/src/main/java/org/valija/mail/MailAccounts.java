package org.valija.mail;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.oauth.Provider;
import org.valija.oauth.TransportAccess;
import org.valija.oauth.TransportKind;
import org.valija.sql.Database;

/**
 * Which road each account's mail takes: the one chosen for the account, else the one set for its provider, else any other
 * of the provider's, the first of these that the grant's scopes allow. So a change of what is set reaches at once every
 * account whose permission covers it, and no other account stops sending.
 *
 * <p>What is chosen on another node is felt within five seconds. Thread-safe.
 */
public final class MailAccounts {

    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Database database;
    private final MailAccountTable table;
    private final OAuth oauth;
    private final Clock clock;
    private final Map<Long, Seen<Optional<TransportKind>>> choices = new ConcurrentHashMap<>();
    private final Map<Integer, Seen<TransportKind>> settings = new ConcurrentHashMap<>();

    /** @param dataSource the one that {@code oauth} was opened on */
    public MailAccounts(DataSource dataSource, OAuth oauth, Clock clock) {
        this.database = Database.of(dataSource);
        this.table = new MailAccountTable(database.dialect());
        this.oauth = oauth;
        this.clock = clock;
    }

    /** What the database said, and when (monotonic). */
    private record Seen<T>(T value, long at) {}

    /**
     * The road that a grant's mail takes.
     *
     * @return empty when its scopes allow none, or its provider is not configured
     * @throws org.valija.sql.DatabaseException when the database cannot be reached
     */
    public Optional<TransportKind> transportOf(Grant grant) {
        if (!isProviderKnown(grant)) {
            return Optional.empty();
        }
        Optional<TransportKind> chosen = fresh(choices, grant.id(), () -> chosen(grant.id()));
        TransportKind set = fresh(settings, grant.providerId(), () -> oauth.transportOf(grant.providerId()));
        List<TransportKind> possible = possible(grant);
        return Stream.concat(chosen.stream(), Stream.concat(Stream.of(set), possible.stream()))
                .filter(possible::contains)
                .findFirst();
    }

    boolean isProviderKnown(Grant grant) {
        return oauth.providers().find(grant.providerId()).isPresent();
    }

    /** The roads that a grant's scopes allow, the provider's default first. */
    public List<TransportKind> possible(Grant grant) {
        return oauth.providers().find(grant.providerId()).map(Provider::transports).orElse(List.of()).stream()
                .filter(access -> access.isAllowedBy(grant.scopes()))
                .map(TransportAccess::kind)
                .toList();
    }

    /** The road chosen for one account, if it does not follow what is set for its provider. */
    public Optional<TransportKind> chosen(long grantId) {
        return database.run(connection -> table.transport(connection, grantId));
    }

    /** Chooses a road for one account, whatever is set for its provider. */
    public void choose(long grantId, TransportKind kind) {
        database.inTransaction(connection -> {
            table.choose(connection, grantId, kind, clock.instant());
            return true;
        });
        choices.remove(grantId);
    }

    /** Lets an account follow what is set for its provider. */
    public void follow(long grantId) {
        database.inTransaction(connection -> {
            table.forget(connection, grantId);
            return true;
        });
        choices.remove(grantId);
    }

    /** Reads again what is set for the providers: somebody on this node has changed it. */
    public void settingsChanged() {
        settings.clear();
    }

    private static <K, V> V fresh(Map<K, Seen<V>> known, K key, Supplier<V> read) {
        Seen<V> seen = known.get(key);
        if (seen == null || System.nanoTime() - seen.at() > LOOK_AGAIN_NANOS) {
            seen = new Seen<>(read.get(), System.nanoTime());
            known.put(key, seen);
        }
        return seen.value();
    }
}
