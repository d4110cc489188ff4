package org.valija.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.valija.tests.interop.Installation.ALICE;
import static org.valija.tests.interop.Installation.BOB;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valija.ClienteOauth;
import org.valija.mail.DeliveryListener;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.SmtpClient;
import org.valija.mail.SmtpConnectException;
import org.valija.mail.SmtpCredentials;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.Secret;
import org.valija.oauth.TokenResult;
import org.valija.outbox.Dispatcher;
import org.valija.tests.interop.Installation.Client;

/** Real servers that refuse, are stopped and started in the middle, or whose answers are lost. */
@Tag("interop")
@SuppressWarnings("NullAway.Init")
class ServersThatStumbleTest {

    private static final Duration A_LIFE = Duration.ofSeconds(61);

    @TempDir
    Path folder;

    private final ShiftedClock clock = new ShiftedClock();
    private final KeycloakAdmin keycloak = new KeycloakAdmin();

    @ParameterizedTest
    @CsvSource({"POSTFIX, XOAUTH2", "POSTFIX, OAUTHBEARER", "DOVECOT, XOAUTH2", "DOVECOT, OAUTHBEARER"})
    void theParticularsOfARefusedTokenAreRead(String name, String mechanism) {
        SubmissionServer server = (name.equals("POSTFIX") ? Installation.postfix() : Installation.dovecot())
                .trusting(Installation.authorities())
                .preferring(mechanism);
        SmtpCredentials wrong = new SmtpCredentials.OAuthToken(ALICE, Secret.of("a-token-that-nobody-gave"));

        assertThatExceptionOfType(SmtpConnectException.class)
                .isThrownBy(() -> new SmtpClient().connect(server, wrong, DeliveryListener.SILENT))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(SmtpConnectException.Kind.AUTH_REFUSED);
                    assertThat(e.reply())
                            .hasValueSatisfying(reply -> assertThat(reply.toString())
                                    .contains("\"status\":\"")
                                    .doesNotContain("a-token-that-nobody-gave"));
                });
    }

    @Test
    void aPostfixThatIsStoppedAndStartedGetsEveryMailOnce() throws Exception {
        List<OutgoingMail> mails = new ArrayList<>();
        try (ClienteOauth correo = Installation.in(folder).open(Installation.postfix(), Client.PUBLIC)) {
            Grant grant = Installation.authenticateAlice(correo);
            correo.deliver(Dispatcher.Setup.of("interop"));
            for (int i = 0; i < 5; i++) {
                mails.add(accept(correo, grant));
            }
            postfix("stop");
            try {
                for (int i = 0; i < 5; i++) {
                    mails.add(accept(correo, grant));
                }
            } finally {
                postfix("start");
            }

            mails.forEach(mail -> assertThat(Maildir.of(BOB).await(mail)).isNotNull());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(correo.outbox().waiting()).isEmpty());
            assertThat(correo.outbox().holds()).isEmpty();
        }
    }

    @Test
    void aKeycloakThatIsAwayCostsNoGrantAndOneThatForgotItAsksForTheUser() throws Exception {
        try (ClienteOauth correo = Installation.in(folder).clock(clock).open(Installation.postfix(), Client.PUBLIC)) {
            Grant grant = Installation.authenticateAlice(correo);
            run("interop/keycloak/stop.sh");
            try {
                clock.shift(A_LIFE);
                assertThat(correo.send(grant, mail())).isInstanceOf(Outcome.Deferred.class);
                assertThat(Installation.only(correo).state()).isEqualTo(GrantState.CONNECTED);
            } finally {
                run("interop/keycloak/start.sh");
            }

            // Its sessions were in memory: it knows nothing of the grant any more.
            OutgoingMail held = mail();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> correo.send(grant, held) instanceof Outcome.Held);
            assertThat(Installation.only(correo).state()).isEqualTo(GrantState.NEEDS_AUTHENTICATION);
            Grant again = Installation.authenticateAlice(correo);
            assertThat(again.id()).isEqualTo(grant.id());
            assertThat(correo.send(again, held)).isInstanceOf(Outcome.Delivered.class);
            assertThat(Maildir.of(BOB).await(held)).isNotNull();
        }
    }

    @Test
    void oneReuseMendsARenewalWhoseAnswerWasLost() throws IOException {
        keycloak.allowReuses(1);
        try (LossyRoad road = LossyRoad.to(Settings.tokenEndpoint());
                ClienteOauth correo = Installation.in(folder)
                        .clock(clock)
                        .tokensBy(road.address())
                        .open(Installation.postfix(), Client.PUBLIC)) {
            Grant grant = Installation.authenticateAlice(correo);
            keycloak.watchRenewals();
            clock.shift(A_LIFE);
            road.loseAnswers(1);

            assertThat(correo.oauth().vault().accessToken(grant.id())).isInstanceOf(TokenResult.NotNow.class);
            assertThat(keycloak.renewals()).isEqualTo(1);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> correo.oauth().vault().accessToken(grant.id()) instanceof TokenResult.Usable);
            assertThat(keycloak.renewals()).isEqualTo(2);
            assertThat(keycloak.refusedRenewals()).isZero();
            assertThat(Installation.only(correo).lastError()).isEmpty();
        } finally {
            keycloak.allowReuses(0);
        }
    }

    private static OutgoingMail accept(ClienteOauth correo, Grant grant) {
        OutgoingMail mail = mail();
        correo.enqueue(grant, mail);
        return mail;
    }

    private static OutgoingMail mail() {
        return OutgoingMail.builder()
                .from(ALICE)
                .to(BOB)
                .subject("Stumbling")
                .text("Hola, Bob.")
                .build();
    }

    private static void postfix(String command) throws IOException, InterruptedException {
        run("postfix", "-c", Settings.maildirs().resolveSibling("postfix/etc").toString(), command);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertThat(builder.start().waitFor()).as(String.join(" ", command)).isZero();
    }
}
