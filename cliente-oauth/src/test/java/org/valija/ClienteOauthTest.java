package org.valija;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.mail.HoldReason;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.Consent;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.MutableClock;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class ClienteOauthTest {

    private static final String JUAN = "juan.perez@bajio.example";

    @Parameter
    TestDatabase database;

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock();
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.defaults().withClock(clock));
    private ClienteOauth correo;

    // snippet: ten-lines
    Outcome tenLines(DataSource dataSource, String clientId, String secret) {
        try (ClienteOauth correo = ClienteOauth.open(dataSource, Path.of("valija.keys"))) {
            correo.register(OAuthClient.desktop(Provider.GMAIL, clientId, Secret.of(secret)));
            Grant grant = correo.authenticate("JUAN", Provider.GMAIL, "juan@empresa.mx"); // opens the browser, once
            OutgoingMail mail = OutgoingMail.builder()
                    .from("juan@empresa.mx")
                    .to("ana@cliente.mx")
                    .subject("Constancia de retenciones 2025")
                    .text("Hola, Ana: va tu constancia.")
                    .attach(Path.of("retencion.pdf"))
                    .attach(Path.of("retencion.xml"))
                    .build();
            return correo.send(grant, mail); // renews the permission when it has to
        }
    }
    // end

    @BeforeEach
    void open() {
        URI base = simulator.httpUri();
        correo = ClienteOauth.configure(database.create(), folder.resolve("valija.keys"))
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
                .clock(clock)
                .open();
        correo.register(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
    }

    @AfterEach
    void close() {
        correo.close();
        simulator.close();
    }

    @Test
    void authenticateAndSendBringsBothFilesByteForByte() throws IOException {
        Path pdf =
                Files.write(folder.resolve("retención 91778.pdf"), new byte[] {'%', 'P', 'D', 'F', 0, -1, 13, 10, '.'});
        Path xml = Files.writeString(folder.resolve("retención 91778.xml"), "<r a='ñ'/>\n.\r\n..\r");

        Outcome outcome =
                correo.send(authenticate(), mail().attach(pdf).attach(xml).build());

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        ReceivedMessage received =
                simulator.inbox().await(1, Duration.ofSeconds(5)).get(0);
        assertThat(received.envelope().recipients()).containsExactly("ana@cliente.example", "copia@bajio.example");
        assertThat(new String(received.content(), StandardCharsets.UTF_8)).doesNotContain("copia@bajio.example");
        assertThat(attachments(received))
                .extracting(part -> part.fileName().orElse(""))
                .containsExactly("retención 91778.pdf", "retención 91778.xml");
        assertThat(attachments(received).get(0).content()).isEqualTo(Files.readAllBytes(pdf));
        assertThat(attachments(received).get(1).content()).isEqualTo(Files.readAllBytes(xml));
    }

    @Test
    void expiredPermissionIsRenewedBeforeSending() {
        Grant grant = authenticate();
        clock.forward(Duration.ofHours(5));

        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        assertThat(simulator.google().refreshRequests()).isEqualTo(1);
    }

    @Test
    void permissionThatTheServerRefusesIsRenewedOnceAndTheMailLeaves() {
        Grant grant = authenticate();
        simulator.google().expireAccessTokens();

        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        assertThat(simulator.google().refreshRequests()).isEqualTo(1);
    }

    @Test
    void revokedGrantHoldsTheMailWithinOneAttemptAndAuthenticatingMendsIt() {
        Grant grant = authenticate();
        simulator.google().revokeGrantsOf(JUAN);

        assertThat(correo.send(grant, mail().build()))
                .isInstanceOfSatisfying(
                        Outcome.Held.class,
                        held -> assertThat(held.reason()).isEqualTo(HoldReason.NEEDS_AUTHENTICATION));
        assertThat(correo.grantsOf("JUAN").get(0).state()).isEqualTo(GrantState.NEEDS_AUTHENTICATION);
        assertThat(simulator.google().refreshRequests()).isEqualTo(1);

        assertThat(correo.send(authenticate(), mail().build())).isInstanceOf(Outcome.Delivered.class);
    }

    @Test
    void serverThatAlwaysRefusesIsAskedTwiceAndNoMore() {
        Grant grant = authenticate();
        simulator.smtp().onCommand("AUTH", "535 5.7.8 Username and Password not accepted", 9);

        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Held.class);
        assertThat(simulator.smtp().connections()).isEqualTo(2);
        assertThat(simulator.google().refreshRequests()).isEqualTo(1);
        assertThat(correo.grantsOf("JUAN").get(0).lastError())
                .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo("mail_refused"));
    }

    @Test
    void theExampleOfTheReadmeIsTheOneCompiledHere() throws IOException {
        Path source = Path.of("src/test/java/org/valija/ClienteOauthTest.java");
        String code = between(Files.readString(source), "// snippet: ten-lines\n", "    // end")
                .stripTrailing()
                .stripIndent();
        String readme =
                between(Files.readString(Path.of("../README.md")), "<!-- snippet: ten-lines -->\n```java\n", "```");

        assertThat(readme.strip()).isEqualTo(code);
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static List<MimePart> attachments(ReceivedMessage message) {
        return message.mime().leaves().stream().filter(MimePart::isAttachment).toList();
    }

    private OutgoingMail.Builder mail() {
        return OutgoingMail.builder(clock)
                .from(JUAN)
                .to("Ana Álvarez <ana@cliente.example>")
                .bcc("copia@bajio.example")
                .subject("Constancia de retención nº 91778")
                .text("Hola, Ana:\n.\nva tu constancia.");
    }

    private static void follow(URI address) {
        new Thread(() -> {
                    try {
                        HttpClient.newHttpClient()
                                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    /** The browser is a thread that consents and then follows the provider's redirect to the loopback address. */
    private Grant authenticate() {
        return correo.authenticate("JUAN", Provider.GMAIL, JUAN, address -> {
            URI back = Consent.of(JUAN).allow(address);
            follow(back);
        });
    }
}
