package org.valija.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.oauth.AuthorizationCodeFlow.Completed;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.TestDatabase;

/** A simulator, an empty database and the OAuth half over both. */
final class VaultFixture implements AutoCloseable {

    static final String JUAN = "juan.perez@bajio.example";
    static final String LUCIA = "lucia.ramos@bajio.example";
    static final URI REDIRECT = URI.create("http://127.0.0.1:8480/oauth/retorno");
    static final Secret SESSION = Secret.of("browser-session-of-juan");

    final MutableClock clock = new MutableClock();
    final Simulator simulator = Simulator.start(SimulatorOptions.defaults().withClock(clock));
    final SimulatedGoogle google = simulator.google();
    final ExecutorService executor = Executors.newCachedThreadPool();
    final DataSource dataSource;
    final Path keyFile;
    final OAuth oauth;

    VaultFixture(TestDatabase database) {
        this.dataSource = database.migrated();
        try {
            this.keyFile = Files.createTempDirectory("valija-keys").resolve("valija.keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.oauth = node("node-1");
        oauth.saveClient(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
    }

    /** Another node on the same database and key file. */
    OAuth node(String name) {
        return new OAuth(setup(name, dataSource, simulator.httpUri()));
    }

    /** What a node needs that comes to the database in another way, or finds the provider elsewhere. */
    OAuth.Setup setup(String name, DataSource way, URI provider) {
        return new OAuth.Setup(
                way, keyFile, Providers.standard().with(gmail(provider)), executor, clock, name, Optional.empty());
    }

    static Provider gmail(URI base) {
        return Provider.gmail().toBuilder()
                .issuer(base.toString())
                .authorizationEndpoint(base.resolve("/o/oauth2/v2/auth"))
                .tokenEndpoint(base.resolve("/token"))
                .revocationEndpoint(base.resolve("/revoke"))
                .userInfoEndpoint(base.resolve("/v1/userinfo"))
                .issuerInResponse(true)
                .build();
    }

    static Beginning beginning(String userCode, String email) {
        return new Beginning(
                userCode, Provider.GMAIL, Optional.of(email), REDIRECT, SESSION, Optional.of("/usuarios/" + userCode));
    }

    URI begin(String userCode, String email) {
        return oauth.codeFlow().begin(beginning(userCode, email));
    }

    Completed complete(URI finalAddress) {
        return oauth.codeFlow().completeWithAddress(finalAddress.toString(), SESSION);
    }

    Grant connect(String userCode, String email) {
        return complete(Consent.of(email).allow(begin(userCode, email))).grant();
    }

    AccessToken usable(TokenResult result) {
        if (result instanceof TokenResult.Usable usable) {
            return usable.token();
        }
        throw new AssertionError("not usable: " + result);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        simulator.close();
    }
}
