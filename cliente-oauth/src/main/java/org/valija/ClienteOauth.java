package org.valija;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.valija.mail.DeliveryListener;
import org.valija.mail.GmailApi;
import org.valija.mail.MailAccounts;
import org.valija.mail.MailSender;
import org.valija.mail.MailServers;
import org.valija.mail.MimeContent;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.ProxiedSockets;
import org.valija.mail.SendingQuota;
import org.valija.mail.SmtpClient;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Grant;
import org.valija.oauth.KeyFile;
import org.valija.oauth.KeyService;
import org.valija.oauth.LoopbackReceiver;
import org.valija.oauth.MicrosoftCloud;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Providers;
import org.valija.oauth.Proxies;
import org.valija.oauth.ProxyServer;
import org.valija.oauth.Secret;
import org.valija.oauth.TransportKind;
import org.valija.oauth.TrustedAuthorities;
import org.valija.outbox.Dispatcher;
import org.valija.outbox.Lane;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.sql.Schema;

/**
 * OAuth mail for a Java program: <em>Autenticar</em> once, send from then on.
 *
 * <p>Keeps grants sealed in table {@code Emails} of the program's own database (SQLite or PostgreSQL) and its keys in a
 * file beside it. Thread-safe. {@link #close()} ends delivering, closes warm connections and ends the thread that renews in the background, if it is its own.
 */
public final class ClienteOauth implements AutoCloseable {

    /** How long {@link #authenticate} waits for the person at the browser. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private final OAuth oauth;
    private final MailAccounts accounts;
    private final MailSender sender;
    private final Outbox outbox;
    private final Optional<ExecutorService> ownExecutor;
    private Optional<Dispatcher> dispatcher = Optional.empty();

    private ClienteOauth(
            OAuth oauth,
            MailAccounts accounts,
            MailSender sender,
            Outbox outbox,
            Optional<ExecutorService> ownExecutor) {
        this.oauth = oauth;
        this.accounts = accounts;
        this.sender = sender;
        this.outbox = outbox;
        this.ownExecutor = ownExecutor;
    }

    /**
     * Opens the library on a database and a key file; makes its tables and the file where they are missing.
     *
     * @throws org.valija.sql.DatabaseException when the database cannot be reached
     * @throws org.valija.oauth.VaultKeyException when the key file is not this database's
     */
    public static ClienteOauth open(DataSource dataSource, Path keyFile) {
        return configure(dataSource, keyFile).open();
    }

    /** Opens the library with other providers, mail servers or an executor of the host's. */
    public static Configuration configure(DataSource dataSource, Path keyFile) {
        return new Configuration(dataSource, keyFile);
    }

    /** Registers the OAuth client in whose name grants are asked for; a replaced one keeps serving its grants. */
    public void register(OAuthClient client) {
        oauth.saveClient(client);
        accounts.settingsChanged();
    }

    /**
     * <em>Autenticar</em> on this machine: opens the user's browser at the provider and waits for the answer on the
     * loopback address.
     *
     * @param userCode whose grant it will be
     * @param email the address that must authenticate, compared without case
     * @throws AuthorizationException saying why it did not come about
     */
    public Grant authenticate(String userCode, int providerId, String email) {
        return authenticate(userCode, providerId, email, ClienteOauth::openBrowser);
    }

    /** As {@link #authenticate(String, int, String)}, with another way to bring the address before the user. */
    public Grant authenticate(String userCode, int providerId, String email, Consumer<URI> browser) {
        Secret binding = Secret.of(UUID.randomUUID().toString());
        try (LoopbackReceiver receiver = new LoopbackReceiver(Locale.getDefault())) {
            browser.accept(oauth.codeFlow()
                    .begin(new Beginning(
                            userCode,
                            providerId,
                            Optional.of(email),
                            receiver.redirectUri(),
                            binding,
                            Optional.empty())));
            URI answer = receiver.await(PATIENCE).orElseThrow(AuthorizationException::unanswered);
            return oauth.codeFlow()
                    .completeWithAddress(answer.toString(), binding)
                    .grant();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AuthorizationException.unanswered();
        }
    }

    /** Sends from a grant's mailbox; blocks until the mail server answered or will not. */
    public Outcome send(Grant grant, OutgoingMail mail) {
        return send(grant, mail, DeliveryListener.SILENT);
    }

    /** Sends, telling a listener how far it is. */
    public Outcome send(Grant grant, OutgoingMail mail, DeliveryListener listener) {
        return sender.send(grant.id(), mail, listener);
    }

    /**
     * Accepts a mail for sending: it is durable when this returns, and leaves by a node that {@link #deliver delivers}. A mail
     * that belongs to other changes of the same database is accepted with them by {@link #outbox()}.
     */
    public Outbox.Accepted enqueue(Grant grant, OutgoingMail mail) {
        try (MimeContent content = MimeContent.of(mail)) {
            return outbox.enqueue(NewMail.of(grant.id(), Lane.INTERACTIVE, mail), content);
        }
    }

    /** Where mail is accepted, looked for, held and released. */
    public Outbox outbox() {
        return outbox;
    }

    /**
     * Delivers in this process what the outbox accepts, from now until {@link #close()}. Other processes may do so too, each
     * under a name of its own.
     *
     * @throws IllegalStateException when it does so already
     */
    public synchronized void deliver(Dispatcher.Setup setup) {
        if (dispatcher.isPresent()) {
            throw new IllegalStateException("the outbox is delivered from here already");
        }
        dispatcher = Optional.of(Dispatcher.start(outbox, oauth, sender, setup));
    }

    /** The grants of a user, with their state. */
    public List<Grant> grantsOf(String userCode) {
        return oauth.vault().grantsOf(userCode);
    }

    /** Ends a grant and forgets its tokens. */
    public OAuth.Disconnection disconnect(Grant grant) {
        return oauth.disconnect(grant.id());
    }

    /** By which road each grant's mail leaves. */
    public MailAccounts accounts() {
        return accounts;
    }

    /** The OAuth half, for programs that bring their own pages. */
    public OAuth oauth() {
        return oauth;
    }

    /** Mail that is on the wire gets its answer first. */
    @Override
    public void close() {
        synchronized (this) {
            dispatcher.ifPresent(Dispatcher::close);
        }
        sender.close();
        ownExecutor.ifPresent(executor -> {
            executor.shutdown();
            try {
                if (!executor.awaitTermination(25, TimeUnit.SECONDS)) {
                    executor.shutdownNow();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Opens an address with the system's own program for it.
     *
     * @throws AuthorizationException naming the address, when there is none
     */
    public static void openBrowser(URI address) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String[] command = {"xdg-open", address.toString()};
        if (system.contains("win")) {
            command = new String[] {"rundll32", "url.dll,FileProtocolHandler", address.toString()};
        } else if (system.contains("mac")) {
            command = new String[] {"open", address.toString()};
        }
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw AuthorizationException.noBrowser(address);
        }
    }

    /** Collects what differs from the ordinary. Not thread-safe. */
    public static final class Configuration {
        private final DataSource dataSource;
        private KeyFile keyFile;
        private Providers providers = Providers.standard();
        private MailServers servers = MailServers.standard();
        private Optional<ExecutorService> executor = Optional.empty();
        private Optional<SSLContext> tls = Optional.empty();
        private Optional<Path> folder = Optional.empty();
        private Proxies proxies = Proxies.ofSystem();
        private SmtpClient smtp = new SmtpClient();
        private Clock clock = Clock.systemUTC();
        private String nodeName = "embedded";

        private Configuration(DataSource dataSource, Path keyFile) {
            this.dataSource = dataSource;
            this.keyFile = KeyFile.at(keyFile);
        }

        /** The key file is encrypted by a key service, or made so for a new database. */
        public Configuration encryptedBy(KeyService service) {
            keyFile = keyFile.encryptedBy(service);
            return this;
        }

        /** Adds a provider that takes mail by SMTP alone, and its server, or replaces those of the same id. */
        public Configuration provider(Provider provider, SubmissionServer server) {
            providers = providers.with(provider.by(TransportKind.SMTP));
            servers = servers.with(provider.id(), server);
            return this;
        }

        /** Adds a provider that takes mail by Gmail's API alone, or replaces the one of the same id. */
        public Configuration provider(Provider provider, GmailApi api) {
            providers = providers.with(provider.by(TransportKind.GMAIL_API));
            servers = servers.with(provider.id(), api);
            return this;
        }

        /** Adds a provider that takes mail by both roads, in its own order, or replaces the one of the same id. */
        public Configuration provider(Provider provider, SubmissionServer server, GmailApi api) {
            providers = providers.with(provider);
            servers = servers.with(provider.id(), server).with(provider.id(), api);
            return this;
        }

        /**
         * The road of a provider's mail where the grant allows it, and for which grants are asked; without it Gmail's is
         * its API, which needs the lighter permission.
         */
        public Configuration sendingBy(int providerId, TransportKind kind) {
            providers = providers.with(providers.get(providerId).preferring(kind));
            return this;
        }

        /** What a provider takes from one account, where it is not what is known of it. */
        public Configuration quota(int providerId, SendingQuota quota) {
            servers = servers.with(providerId, quota);
            return this;
        }

        /** Another of Microsoft's clouds than the worldwide one. */
        public Configuration microsoftCloud(MicrosoftCloud cloud) {
            return provider(Provider.microsoft(cloud), SubmissionServer.microsoft365(cloud));
        }

        /** The host's executor for renewals in the background; the library does not close it. */
        public Configuration executor(ExecutorService hosts) {
            executor = Optional.of(hosts);
            return this;
        }

        /** A private folder, where renewed tokens wait, sealed, while the database does not take them. */
        public Configuration folder(Path path) {
            folder = Optional.of(path);
            return this;
        }

        /** PEM files with certificate authorities that are trusted besides the platform's. */
        public Configuration trust(Path... pemFiles) {
            tls = Optional.of(TrustedAuthorities.with(List.of(pemFiles)));
            return this;
        }

        /** The way out for HTTPS calls, where it is not what the machine says; see {@link Proxies}. */
        public Configuration proxies(Proxies value) {
            proxies = value;
            return this;
        }

        /** Reaches the mail servers through an HTTP proxy; without this, straight. */
        public Configuration smtpProxy(ProxyServer proxy) {
            smtp = new SmtpClient(new ProxiedSockets(proxy));
            return this;
        }

        public Configuration clock(Clock value) {
            clock = value;
            return this;
        }

        /** Opens the library; see {@link ClienteOauth#open(DataSource, Path)}. */
        public ClienteOauth open() {
            Schema.migrate(dataSource);
            Optional<ExecutorService> own = executor.isPresent()
                    ? Optional.empty()
                    : Optional.of(Executors.newCachedThreadPool(task -> {
                        Thread thread = new Thread(task, "valija-renewal");
                        thread.setDaemon(true);
                        return thread;
                    }));
            OAuth oauth = new OAuth(new OAuth.Setup(
                    dataSource,
                    keyFile,
                    providers,
                    executor.or(() -> own).orElseThrow(),
                    clock,
                    nodeName,
                    tls,
                    proxies,
                    folder));
            MailServers trusting = tls.map(servers::trusting).orElse(servers).reachedBy(proxies);
            MailAccounts accounts = new MailAccounts(dataSource, oauth, clock);
            MailSender sender = new MailSender(oauth.vault(), accounts, smtp, trusting, clock);
            oauth.addListener(sender);
            return new ClienteOauth(oauth, accounts, sender, new Outbox(dataSource, clock), own);
        }
    }
}
