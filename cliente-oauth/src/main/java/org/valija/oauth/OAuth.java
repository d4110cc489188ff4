package org.valija.oauth;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.valija.sql.Database;

/**
 * The OAuth half of the library, put together: clients, authorisations, grants and the vault over one database and key
 * file. Thread-safe; holds nothing that must be closed.
 */
public final class OAuth {

    private static final System.Logger LOG = System.getLogger(OAuth.class.getName());

    /** Listeners may send mail, and are given this long. */
    private static final Duration TOLD_BY_THEN = Duration.ofMinutes(5);

    private final Database database;
    private final Providers providers;
    private final OAuthClientTable clientTable;
    private final GrantStore store;
    private final TokenEndpoint tokenEndpoint;
    private final AuthorizationCodeFlow codeFlow;
    private final KeptTokens kept;
    private final TokenVault vault;
    private final ProviderDiscovery discovery;
    private final ProviderProbe probe;
    private final HostSecrets hostSecrets;
    private final Clock clock;

    /**
     * What the half needs from its host.
     *
     * @param dataSource SQLite or PostgreSQL, its schema migrated
     * @param keyFile read, or made for a new database
     * @param providers known to this installation
     * @param executor renews in the background; the host's own, and closed by it
     * @param nodeName of this node, in leases
     * @param tls trusts further certificate authorities; empty for the platform's
     * @param proxies the way out of this network
     * @param folder where renewed tokens wait, sealed, while the database does not take them; without one they wait in
     *     memory alone and a kill loses them
     */
    public record Setup(
            DataSource dataSource,
            KeyFile keyFile,
            Providers providers,
            Executor executor,
            Clock clock,
            String nodeName,
            Optional<SSLContext> tls,
            Proxies proxies,
            Optional<Path> folder) {

        /** With a key file in clear, the way out that the machine itself is told, and without a folder. */
        public Setup(
                DataSource dataSource,
                Path keyFile,
                Providers providers,
                Executor executor,
                Clock clock,
                String nodeName,
                Optional<SSLContext> tls) {
            this(
                    dataSource,
                    KeyFile.at(keyFile),
                    providers,
                    executor,
                    clock,
                    nodeName,
                    tls,
                    Proxies.ofSystem(),
                    Optional.empty());
        }

        /** The same with a key file that may be encrypted. */
        public Setup withKeyFile(KeyFile file) {
            return new Setup(dataSource, file, providers, executor, clock, nodeName, tls, proxies, folder);
        }

        /** The same with another way out. */
        public Setup withProxies(Proxies wayOut) {
            return new Setup(dataSource, keyFile, providers, executor, clock, nodeName, tls, wayOut, folder);
        }

        /** The same with a folder, which only this host's processes should be able to read. */
        public Setup withFolder(Path path) {
            return new Setup(
                    dataSource, keyFile, providers, executor, clock, nodeName, tls, proxies, Optional.of(path));
        }
    }

    /**
     * Opens the vault.
     *
     * @throws VaultKeyException when the key file is not usable, or not this database's
     * @throws org.valija.sql.DatabaseException when the database cannot be reached
     */
    public OAuth(Setup setup) {
        this.database = Database.of(setup.dataSource());
        this.providers = setup.providers();
        this.clock = setup.clock();
        SealedText sealed = new SealedText(Keyring.open(setup.keyFile(), database, clock));
        HttpCaller http = new HttpCaller(setup.tls(), setup.proxies());
        this.clientTable = new OAuthClientTable(database.dialect(), sealed);
        this.store = new GrantStore(
                database, new EmailsTable(database.dialect(), sealed), new GrantStateTable(database.dialect()), clock);
        this.tokenEndpoint = new TokenEndpoint(http);
        this.codeFlow = new AuthorizationCodeFlow(
                database,
                providers,
                clientTable,
                new PendingAuthorizationTable(database.dialect(), sealed),
                tokenEndpoint,
                new Identities(http, clock),
                store,
                clock);
        this.kept = new KeptTokens(store, new UnsavedTokens(sealed, setup.folder()), setup.executor());
        TokenRefresher refresher = new TokenRefresher(
                database, store, clientTable, providers, tokenEndpoint, kept, clock, setup.nodeName());
        this.vault = new TokenVault(store, refresher, providers, setup.executor(), clock);
        this.discovery = new ProviderDiscovery(http);
        this.probe = new ProviderProbe(http);
        this.hostSecrets = new HostSecrets(sealed);
        kept.storeAll();
    }

    /**
     * What a host does from time to time, every few minutes, on any number of nodes: stores renewed tokens that a process
     * of the same folder left behind, tells the listeners of ended grants whose end nobody told, and renews idle grants
     * ({@link TokenVault#refreshIdle()}). Blocks until it is done.
     *
     * @throws org.valija.sql.DatabaseException when the database cannot be reached
     */
    public void maintain() {
        maintain(() -> true);
    }

    /**
     * The same, and ends early once the host wants to close: after the renewal under way, which a provider that does not answer
     * can hold up for some seconds, and not after as many of them as there are idle grants.
     *
     * @param goesOn asked before each renewal
     */
    public void maintain(BooleanSupplier goesOn) {
        kept.storeAll();
        store.tellMissed(TOLD_BY_THEN);
        vault.refreshIdle(goesOn);
    }

    public Providers providers() {
        return providers;
    }

    public AuthorizationCodeFlow codeFlow() {
        return codeFlow;
    }

    public TokenVault vault() {
        return vault;
    }

    public ProviderDiscovery discovery() {
        return discovery;
    }

    /** Asks providers questions that change nothing, to find out what is wrong. */
    public ProviderProbe probe() {
        return probe;
    }

    /** Seals secrets of the host's own with the vault's keys. */
    public HostSecrets hostSecrets() {
        return hostSecrets;
    }

    /** Told of every change of a grant's state from now on. */
    public void addListener(GrantListener listener) {
        store.addListener(listener);
    }

    /** The client in whose name grants of that provider are asked for now. */
    public Optional<OAuthClient> currentClient(int providerId) {
        return database.run(connection -> clientTable.current(connection, providerId))
                .map(OAuthClientTable.Row::client);
    }

    /** The road that grants of a provider are asked for now, and that mail takes where the grant allows it. */
    public TransportKind transportOf(int providerId) {
        Provider provider = providers.get(providerId);
        return database.run(connection -> clientTable.transport(connection, providerId))
                .filter(kind -> provider.access(kind).isPresent())
                .orElseGet(provider::defaultTransport);
    }

    /**
     * Makes a client the provider's current one. One with the same id gets the new secret; others are kept, because the
     * grants they obtained are renewed with them. Grants that waited for the administrator may try again.
     */
    public void saveClient(OAuthClient client) {
        database.inTransaction(connection -> {
            Optional<OAuthClientTable.Row> known = clientTable.find(connection, client.providerId(), client.clientId());
            if (known.isPresent()) {
                clientTable.replace(connection, known.get().id(), client);
            } else {
                clientTable.add(connection, client, clock.instant());
            }
            return true;
        });
        store.adminMended(client.providerId());
    }

    /** What became of a disconnection. */
    public enum Disconnection {
        /** Forgotten here and ended at the provider. */
        REVOKED,
        /** Forgotten here; the provider was not asked, since another user's grant of the same address would end too. */
        KEPT_FOR_OTHERS,
        /** Forgotten here; the provider could not be told, or has no way to be told. */
        NOT_TOLD
    }

    /**
     * Ends a grant: revokes it at the provider where that harms nobody else, and forgets its tokens in any case. The row
     * stays, so that its history does.
     */
    public Disconnection disconnect(long grantId) {
        Optional<GrantStore.Stored> stored = readable(grantId);
        Optional<Secret> refreshToken =
                stored.flatMap(current -> current.tokens().refresh());
        store.disconnected(grantId);
        if (stored.isEmpty() || refreshToken.isEmpty()) {
            return Disconnection.NOT_TOLD;
        }
        if (isShared(stored.get().grant())) {
            return Disconnection.KEPT_FOR_OTHERS;
        }
        int providerId = stored.get().grant().providerId();
        Optional<OAuthClient> client = database.run(connection -> clientTable.find(
                        connection, providerId, stored.get().tokens().clientId()))
                .map(OAuthClientTable.Row::client);
        Optional<Provider> provider = providers.find(providerId);
        boolean told = client.isPresent()
                && provider.isPresent()
                && tokenEndpoint
                        .revoke(provider.get().forTenant(client.get().tenant()), client.get(), refreshToken.get())
                        .isEmpty();
        return told ? Disconnection.REVOKED : Disconnection.NOT_TOLD;
    }

    /** What does not open cannot be revoked, but it can be forgotten. */
    private Optional<GrantStore.Stored> readable(long grantId) {
        try {
            return store.load(grantId);
        } catch (SealBrokenException e) {
            LOG.log(System.Logger.Level.WARNING, "grant " + grantId + " is disconnected unread: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Google ends all grants of a user and client when one is revoked. */
    private boolean isShared(Grant grant) {
        List<Grant> others = store.all();
        return others.stream()
                .anyMatch(other -> other.id() != grant.id()
                        && other.providerId() == grant.providerId()
                        && other.email().equals(grant.email())
                        && other.state() == GrantState.CONNECTED);
    }

    /** The redirect address on this machine for a port. */
    public static URI loopbackRedirect(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
