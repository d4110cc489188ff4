package org.valija.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.oauth.Consent;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Providers;
import org.valija.oauth.Secret;
import org.valija.oauth.TokenResult;
import org.valija.server.database.ServerSchema;
import org.valija.server.database.SqliteFiles;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.TestDatabase;
import picocli.CommandLine;

/** A data folder with an authorised address in it, its vault open as a running service's is, and the command line. */
final class LocalFixture implements AutoCloseable {

    private static final Secret SESSION = Secret.of("a-browser-session");
    private static final URI REDIRECT = URI.create("http://127.0.0.1:8480/oauth/retorno");

    final Path data;
    final DataSource dataSource;
    final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    final OAuth running;
    final Grant grant;

    LocalFixture(TestDatabase database, Path data) throws IOException {
        this.data = Files.createDirectories(data);
        if (database == TestDatabase.SQLITE) {
            this.dataSource = SqliteFiles.open(data.resolve("valija.db"));
        } else {
            this.dataSource = database.create();
            Files.writeString(
                    data.resolve("valija.yaml"),
                    "valija:%n  database:%n    url: %s%n    username: postgres%n"
                            .formatted(((PGSimpleDataSource) dataSource).getURL()));
        }
        ServerSchema.migrate(dataSource);
        this.running = open(dataSource, data);
        running.saveClient(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
        this.grant = connect("JUAN", "juan.perez@bajio.example");
    }

    Grant connect(String user, String address) {
        URI authorization = running.codeFlow()
                .begin(new Beginning(
                        user, Provider.GMAIL, Optional.of(address), REDIRECT, SESSION, Optional.of("/usuarios")));
        URI answer = Consent.of(address).allow(authorization);
        return running.codeFlow()
                .completeWithAddress(answer.toString(), SESSION)
                .grant();
    }

    /** The vault as a service that starts on this folder opens it. */
    OAuth open(DataSource opened, Path folder) {
        URI google = simulator.httpUri();
        Provider gmail = Provider.gmail().toBuilder()
                .issuer(google.toString())
                .authorizationEndpoint(google.resolve("/o/oauth2/v2/auth"))
                .tokenEndpoint(google.resolve("/token"))
                .revocationEndpoint(google.resolve("/revoke"))
                .userInfoEndpoint(google.resolve("/v1/userinfo"))
                .issuerInResponse(true)
                .build();
        return new OAuth(new OAuth.Setup(
                opened,
                folder.resolve("valija.keys"),
                Providers.standard().with(gmail),
                executor,
                Clock.systemUTC(),
                "node",
                Optional.empty()));
    }

    static String token(OAuth oauth, long grantId) {
        if (oauth.vault().accessToken(grantId) instanceof TokenResult.Usable usable) {
            return usable.token().value().reveal();
        }
        throw new AssertionError("no usable token");
    }

    /** What a command ended with. */
    record Ended(int status, String out, String err) {}

    /** Runs a command on this data folder. */
    Ended valija(String... arguments) {
        return valijaOn(data, arguments);
    }

    static Ended valijaOn(Path folder, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = ValijaCommand.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        int status = line.execute(all.toArray(String[]::new));
        return new Ended(status, out.toString(), err.toString());
    }

    @Override
    public void close() {
        executor.close();
        simulator.close();
    }
}
