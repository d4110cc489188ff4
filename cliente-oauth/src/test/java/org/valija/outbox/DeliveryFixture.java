package org.valija.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.valija.ClienteOauth;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.mail.SendingQuota;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.Consent;
import org.valija.oauth.Grant;
import org.valija.oauth.MutableClock;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** A simulator, a database with an account, and nodes that deliver. */
final class DeliveryFixture implements AutoCloseable {

    static final String JUAN = "juan.perez@bajio.example";
    static final String LUCIA = "lucia.ramos@bajio.example";

    final MutableClock clock = new MutableClock();
    final Simulator simulator = Simulator.start(SimulatorOptions.defaults().withClock(clock));
    final DataSource dataSource;
    final Database database;
    final Grant grant;
    private final Path keyFile;
    private final List<ClienteOauth> nodes = new ArrayList<>();

    DeliveryFixture(TestDatabase kind, Path folder) {
        this(kind.create(), folder);
    }

    /** On a database that is empty. */
    DeliveryFixture(DataSource dataSource, Path folder) {
        this.keyFile = folder.resolve("valija.keys");
        this.dataSource = dataSource;
        this.database = Database.of(dataSource);
        ClienteOauth first = node(Optional.empty());
        first.register(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
        this.grant = authenticate("JUAN", JUAN);
    }

    /** A further node of the installation; the first one is there already. */
    ClienteOauth node(Optional<SendingQuota> quota) {
        URI base = simulator.httpUri();
        ClienteOauth.Configuration configuration = ClienteOauth.configure(dataSource, keyFile)
                .provider(
                        Provider.gmail().toBuilder()
                                .issuer(base.toString())
                                .authorizationEndpoint(base.resolve("/o/oauth2/v2/auth"))
                                .tokenEndpoint(base.resolve("/token"))
                                .revocationEndpoint(base.resolve("/revoke"))
                                .userInfoEndpoint(base.resolve("/v1/userinfo"))
                                .build(),
                        SubmissionServer.implicitTls("localhost", simulator.smtpsPort()))
                .trust(simulator.caCertificateFile())
                .clock(clock);
        quota.ifPresent(bound -> configuration.quota(Provider.GMAIL, bound));
        ClienteOauth node = configuration.open();
        nodes.add(node);
        return node;
    }

    ClienteOauth first() {
        return nodes.get(0);
    }

    Outbox outbox() {
        return first().outbox();
    }

    Grant authenticate(String userCode, String email) {
        return first().authenticate(userCode, Provider.GMAIL, email, address -> answer(email, address));
    }

    private static void answer(String email, URI address) {
        URI back = Consent.of(email).allow(address);
        try {
            HttpClient.newHttpClient().send(HttpRequest.newBuilder(back).build(), BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void deliver() {
        deliver(DeliveryPolicy.STANDARD);
    }

    void deliver(DeliveryPolicy policy) {
        first().deliver(Dispatcher.Setup.of("node-1").by(policy));
    }

    long enqueue(String subject) {
        return enqueue(grant, Lane.BULK, subject, "ana@cliente.example");
    }

    long enqueue(Grant from, Lane lane, String subject, String to) {
        OutgoingMail mail = mail(from, subject, to);
        return enqueue(NewMail.of(from.id(), lane, mail), mail);
    }

    long enqueue(NewMail accepted, OutgoingMail mail) {
        try (MimeContent content = MimeContent.of(mail)) {
            return outbox().enqueue(accepted, content).id();
        }
    }

    static OutgoingMail mail(Grant from, String subject, String to) {
        return OutgoingMail.builder()
                .from(from.email())
                .to(to)
                .subject(subject)
                .text("Hola.")
                .build();
    }

    OutboxMail find(long id) {
        return outbox().find(id).orElseThrow();
    }

    void awaitState(long id, MessageState state) {
        await().untilAsserted(() -> assertThat(find(id).state()).isEqualTo(state));
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    List<String> received() {
        return simulator.inbox().messages().stream()
                .map(DeliveryFixture::subject)
                .toList();
    }

    static String subject(ReceivedMessage message) {
        return message.mime().header("Subject").orElse("");
    }

    void execute(String sql) {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
            return true;
        });
    }

    @Override
    public void close() {
        nodes.forEach(ClienteOauth::close);
        simulator.close();
    }
}
