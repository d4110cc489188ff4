package org.valija.tests.interop;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.valija.ClienteOauth;
import org.valija.mail.ConnectionLimits;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.oauth.TrustedAuthorities;

/** The library as a program has it: a SQLite file and a key file in a folder, Keycloak as its provider. */
final class Installation {

    static final int KEYCLOAK = Provider.FIRST_CONFIGURED;
    static final String USER_CODE = "JUAN";
    static final String ALICE = "alice@example.test";
    static final String BOB = "bob@example.test";

    /** The realm's clients. */
    enum Client {
        WITH_SECRET("gateway-conf", "conf-secret-0123456789"),
        PUBLIC("gateway-public", "");

        private final String id;
        private final String secret;

        Client(String id, String secret) {
            this.id = id;
            this.secret = secret;
        }

        OAuthClient registration() {
            return OAuthClient.desktop(KEYCLOAK, id, Secret.of(secret));
        }

        OAuthClient withSecret(String other) {
            return OAuthClient.desktop(KEYCLOAK, id, Secret.of(other));
        }
    }

    private final Path folder;
    private Clock clock = Clock.systemUTC();
    private boolean trusting = true;
    private Optional<URI> tokenEndpoint = Optional.empty();
    private String[] scopes = {"openid", "email"};

    private Installation(Path folder) {
        this.folder = folder.toAbsolutePath();
        if (!this.folder.toFile().isDirectory() && !this.folder.toFile().mkdirs()) {
            throw new IllegalStateException("no folder " + folder);
        }
    }

    static Installation in(Path folder) {
        return new Installation(folder);
    }

    Installation clock(Clock value) {
        clock = value;
        return this;
    }

    /** No connection outlives its mail, so that every mail shows its token. */
    private static final ConnectionLimits EACH_ANEW = new ConnectionLimits(5, 1, Duration.ZERO);

    /** Without the authority of the mail servers' certificate. */
    Installation withoutAuthority() {
        trusting = false;
        return this;
    }

    /** Asks for tokens at another address than the provider announces. */
    Installation tokensBy(URI endpoint) {
        tokenEndpoint = Optional.of(endpoint);
        return this;
    }

    Installation scopes(String... values) {
        scopes = values;
        return this;
    }

    /** Starts the library; what an earlier one stored in the folder is there. */
    ClienteOauth open(SubmissionServer server) {
        ClienteOauth.Configuration configuration = ClienteOauth.configure(database(), folder.resolve("valija.keys"))
                .clock(clock)
                .provider(discovered(), server);
        return (trusting ? configuration.trust(Settings.authority()) : configuration).open();
    }

    /** Starts the library and registers a client. */
    ClienteOauth open(SubmissionServer server, Client client) {
        ClienteOauth correo = open(server);
        correo.register(client.registration());
        return correo;
    }

    private Provider discovered() {
        try (ClienteOauth any = ClienteOauth.open(database(), folder.resolve("valija.keys"))) {
            Provider.Builder provider = any.oauth()
                    .discovery()
                    .discover(KEYCLOAK, "Keycloak", Settings.issuer())
                    .scopes(scopes)
                    .requiredScopes("email");
            tokenEndpoint.ifPresent(provider::tokenEndpoint);
            return provider.build();
        }
    }

    private DataSource database() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(10_000);
        config.enforceForeignKeys(true);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + folder.resolve("valija.db"));
        return dataSource;
    }

    static Grant authenticateAlice(ClienteOauth correo) {
        return correo.authenticate(USER_CODE, KEYCLOAK, ALICE, KeycloakBrowser.of("alice"));
    }

    static Grant only(ClienteOauth correo) {
        Optional<Grant> first = correo.grantsOf(USER_CODE).stream().findFirst();
        if (first.isEmpty() || correo.grantsOf(USER_CODE).size() > 1) {
            throw new AssertionError("one grant was expected: " + correo.grantsOf(USER_CODE));
        }
        return first.get();
    }

    /** TLS that trusts the mail servers' certificate. */
    static SSLContext authorities() {
        return TrustedAuthorities.with(List.of(Settings.authority()));
    }

    static SubmissionServer postfix() {
        return SubmissionServer.startTls(Settings.smtpHost(), Settings.postfixPort())
                .limited(EACH_ANEW);
    }

    static SubmissionServer dovecot() {
        return SubmissionServer.startTls(Settings.smtpHost(), Settings.dovecotPort())
                .limited(EACH_ANEW);
    }

    static SubmissionServer dovecotTls() {
        return SubmissionServer.implicitTls(Settings.smtpHost(), Settings.dovecotTlsPort())
                .limited(EACH_ANEW);
    }
}
