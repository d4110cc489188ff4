package org.valija.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valija.tests.interop.Installation.ALICE;
import static org.valija.tests.interop.Installation.BOB;
import static org.valija.tests.interop.Installation.KEYCLOAK;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valija.ClienteOauth;
import org.valija.mail.DeliveryListener;
import org.valija.mail.HoldReason;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.SmtpClient;
import org.valija.mail.SmtpConnectException;
import org.valija.mail.SmtpCredentials;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.AccessToken;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.AuthorizationProblem;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.oauth.Secret;
import org.valija.oauth.TokenResult;
import org.valija.tests.interop.Installation.Client;

/**
 * Grants at a Keycloak whose access tokens live 60 s, whose refresh tokens work once, and which ends the session when one
 * is used again: authorised, kept alive, ended and authenticated again.
 */
@Tag("interop")
@SuppressWarnings("NullAway.Init")
class GrantsAtKeycloakTest {

    /** A little more than a token's life. */
    private static final Duration A_LIFE = Duration.ofSeconds(61);

    @TempDir
    Path folder;

    private final ShiftedClock clock = new ShiftedClock();
    private final KeycloakAdmin keycloak = new KeycloakAdmin();

    @BeforeEach
    void watch() {
        keycloak.watchRenewals();
    }

    @ParameterizedTest
    @CsvSource({"WITH_SECRET, openid email", "PUBLIC, openid email", "PUBLIC, openid email offline_access"})
    void grantOutlivesManyTokensAndARestart(Client client, String scopes) {
        Installation installation = Installation.in(folder).clock(clock).scopes(scopes.split(" "));
        OutgoingMail mail;
        try (ClienteOauth correo = installation.open(Installation.postfix(), client)) {
            Grant grant = Installation.authenticateAlice(correo);
            assertThat(grant.expiresAt())
                    .hasValueSatisfying(end -> assertThat(Duration.between(clock.instant(), end))
                            .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(60)));
            for (int renewal = 1; renewal <= 6; renewal++) {
                clock.shift(A_LIFE);
                token(correo, grant);
                assertThat(keycloak.renewals()).isEqualTo(renewal);
            }
        }
        try (ClienteOauth correo = installation.open(Installation.postfix())) {
            Grant grant = Installation.only(correo);
            for (int renewal = 7; renewal <= 9; renewal++) {
                clock.shift(A_LIFE);
                token(correo, grant);
                assertThat(keycloak.renewals()).isEqualTo(renewal);
            }
            clock.shift(A_LIFE);
            mail = mail().build();
            assertThat(correo.send(grant, mail)).isInstanceOf(Outcome.Delivered.class);
            assertThat(Installation.only(correo).lastError()).isEmpty();
        }
        assertThat(Maildir.of(BOB).await(mail)).isNotNull();
        assertThat(keycloak.renewals()).isEqualTo(10);
        assertThat(keycloak.refusedRenewals()).isZero();
    }

    /** The one test that waits: a minute passes until the mail servers themselves refuse the token. */
    @Test
    void sendingGoesOnAfterTheMailServerRefusesTheOldToken() {
        SubmissionServer server = Installation.postfix();
        Installation slow = Installation.in(folder.resolve("slow")).clock(clock);
        try (ClienteOauth correo = Installation.in(folder.resolve("exact")).open(server, Client.PUBLIC);
                ClienteOauth lagging = slow.open(server, Client.WITH_SECRET)) {
            Grant grant = Installation.authenticateAlice(correo);
            Grant laggingGrant = Installation.authenticateAlice(lagging);
            AccessToken old = token(correo, grant);
            AccessToken laggingOld = token(lagging, laggingGrant);
            assertThat(authenticates(server, old)).isTrue();
            assertThat(authenticates(server, laggingOld)).isTrue();

            Awaitility.await("Postfix refuses tokens after their 60 s")
                    .pollDelay(Duration.ofSeconds(58))
                    .pollInterval(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> !authenticates(server, old) && !authenticates(server, laggingOld));
            assertThat(keycloak.renewals()).isZero();

            // Our clock says so too: renewed before it is shown to the server.
            OutgoingMail first = mail().build();
            assertThat(correo.send(grant, first)).isInstanceOf(Outcome.Delivered.class);
            assertThat(keycloak.renewals()).isEqualTo(1);
            // Our clock lags and takes the token for fresh: the server refuses it, it is renewed once, the mail leaves.
            clock.shift(Duration.ofMinutes(-1));
            OutgoingMail second = mail().build();
            assertThat(lagging.send(laggingGrant, second)).isInstanceOf(Outcome.Delivered.class);
            assertThat(keycloak.renewals()).isEqualTo(2);

            assertThat(Maildir.of(BOB).await(first)).isNotNull();
            assertThat(Maildir.of(BOB).await(second)).isNotNull();
            assertThat(keycloak.refusedRenewals()).isZero();
        }
    }

    @Test
    void manyThreadsOfTwoProgramsAtOneExpiryRenewOnce() throws InterruptedException, ExecutionException {
        Installation installation = Installation.in(folder).clock(clock);
        try (ClienteOauth one = installation.open(Installation.postfix(), Client.WITH_SECRET);
                ClienteOauth other = installation.open(Installation.postfix());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Grant grant = Installation.authenticateAlice(one);
            for (int renewal = 1; renewal <= 3; renewal++) {
                clock.shift(A_LIFE);
                List<Future<AccessToken>> asked = new ArrayList<>();
                for (int thread = 0; thread < 20; thread++) {
                    ClienteOauth program = thread % 2 == 0 ? one : other;
                    asked.add(threads.submit(() -> token(program, grant)));
                }
                List<Secret> tokens = new ArrayList<>();
                for (Future<AccessToken> answer : asked) {
                    tokens.add(answer.get().value());
                }
                assertThat(tokens).hasSize(20).containsOnly(tokens.get(0));
                assertThat(keycloak.renewals()).isEqualTo(renewal);
            }
            assertThat(keycloak.refusedRenewals()).isZero();
            assertThat(one.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
            assertThat(other.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void manyMailsAtOneExpiryAllLeaveWithOneRenewal() throws InterruptedException, ExecutionException {
        try (ClienteOauth correo = Installation.in(folder).clock(clock).open(Installation.postfix(), Client.PUBLIC);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Grant grant = Installation.authenticateAlice(correo);
            clock.shift(A_LIFE);
            List<OutgoingMail> mails = new ArrayList<>();
            List<Future<Outcome>> sent = new ArrayList<>();
            for (int thread = 0; thread < 20; thread++) {
                OutgoingMail mail = mail().build();
                mails.add(mail);
                sent.add(threads.submit(() -> correo.send(grant, mail)));
            }
            for (Future<Outcome> outcome : sent) {
                assertThat(outcome.get()).isInstanceOf(Outcome.Delivered.class);
            }
            assertThat(keycloak.renewals()).isEqualTo(1);
            assertThat(keycloak.refusedRenewals()).isZero();
            mails.forEach(mail -> assertThat(Maildir.of(BOB).await(mail)).isNotNull());
        }
    }

    @ParameterizedTest
    @CsvSource({"false, openid email", "true, openid email", "true, openid email offline_access"})
    void sessionEndedByTheAdministratorHoldsTheMailAndAuthenticatingMendsIt(boolean expired, String scopes) {
        Installation installation = Installation.in(folder).clock(clock).scopes(scopes.split(" "));
        try (ClienteOauth correo = installation.open(Installation.postfix(), Client.WITH_SECRET)) {
            Grant grant = Installation.authenticateAlice(correo);
            assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
            keycloak.endSessions("alice");
            if (expired) {
                clock.shift(A_LIFE);
            }

            OutgoingMail held = mail().build();
            assertThat(correo.send(grant, held)).isInstanceOfSatisfying(Outcome.Held.class, outcome -> {
                assertThat(outcome.reason()).isEqualTo(HoldReason.NEEDS_AUTHENTICATION);
                assertThat(outcome.detail()).contains("invalid_grant");
            });

            Grant kept = Installation.only(correo);
            assertThat(kept.id()).isEqualTo(grant.id());
            assertThat(kept.state()).isEqualTo(GrantState.NEEDS_AUTHENTICATION);
            assertThat(kept.lastError())
                    .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo("invalid_grant"));
            assertThat(keycloak.refusedRenewals()).isEqualTo(1);
            // Known to be over: another mail does not ask again.
            assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Held.class);
            assertThat(keycloak.refusedRenewals()).isEqualTo(1);

            Grant again = Installation.authenticateAlice(correo);
            assertThat(again.id()).isEqualTo(grant.id());
            assertThat(again.state()).isEqualTo(GrantState.CONNECTED);
            assertThat(again.lastError()).isEmpty();
            assertThat(correo.send(again, held)).isInstanceOf(Outcome.Delivered.class);
            assertThat(Maildir.of(BOB).await(held)).isNotNull();
        }
    }

    @Test
    void anotherIdentityThanExpectedIsRefusedAndNothingIsStored() {
        try (ClienteOauth correo = Installation.in(folder).open(Installation.postfix(), Client.WITH_SECRET)) {
            assertThatExceptionOfType(AuthorizationException.class)
                    .isThrownBy(() ->
                            correo.authenticate(Installation.USER_CODE, KEYCLOAK, BOB, KeycloakBrowser.of("alice")))
                    .satisfies(refused -> {
                        assertThat(refused.problem()).isEqualTo(AuthorizationProblem.OTHER_IDENTITY);
                        assertThat(refused.detail()).isEqualTo(ALICE);
                    });
            assertThat(correo.grantsOf(Installation.USER_CODE)).isEmpty();
        }
    }

    @Test
    void anotherIdentityLeavesTheGrantThatIsThere() {
        try (ClienteOauth correo = Installation.in(folder).clock(clock).open(Installation.postfix(), Client.PUBLIC)) {
            Grant grant = Installation.authenticateAlice(correo);

            assertThatThrownBy(() ->
                            correo.authenticate(Installation.USER_CODE, KEYCLOAK, ALICE, KeycloakBrowser.of("bob")))
                    .isInstanceOf(AuthorizationException.class);

            clock.shift(A_LIFE);
            assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void disconnectingEndsTheSessionAtKeycloak() {
        try (ClienteOauth correo = Installation.in(folder).open(Installation.postfix(), Client.PUBLIC)) {
            Grant grant = Installation.authenticateAlice(correo);
            AccessToken token = token(correo, grant);
            assertThat(authenticates(Installation.dovecotTls(), token)).isTrue();

            assertThat(correo.disconnect(grant)).isEqualTo(OAuth.Disconnection.REVOKED);

            assertThat(authenticates(Installation.dovecotTls(), token)).isFalse();
            assertThat(Installation.only(correo).state()).isEqualTo(GrantState.DISCONNECTED);
            assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Held.class);
            assertThat(correo.send(Installation.authenticateAlice(correo), mail().build()))
                    .isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void wrongClientSecretIsTheAdministratorsTurnAndTheGrantSurvivesIt() {
        try (ClienteOauth correo =
                Installation.in(folder).clock(clock).open(Installation.postfix(), Client.WITH_SECRET)) {
            Grant grant = Installation.authenticateAlice(correo);
            correo.register(Client.WITH_SECRET.withSecret("not-the-secret"));
            clock.shift(A_LIFE);

            assertThat(correo.send(grant, mail().build()))
                    .isInstanceOfSatisfying(
                            Outcome.Held.class,
                            held -> assertThat(held.reason()).isEqualTo(HoldReason.NEEDS_ADMIN));
            assertThat(Installation.only(correo).state()).isEqualTo(GrantState.NEEDS_ADMIN);

            correo.register(Client.WITH_SECRET.registration());
            assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        }
    }

    private static AccessToken token(ClienteOauth correo, Grant grant) {
        TokenResult result = correo.oauth().vault().accessToken(grant.id());
        if (result instanceof TokenResult.Usable usable) {
            return usable.token();
        }
        throw new AssertionError("no token: " + result);
    }

    private static boolean authenticates(SubmissionServer server, AccessToken token) {
        SubmissionServer trusted = server.trusting(Installation.authorities());
        try (var connection = new SmtpClient()
                .connect(
                        trusted,
                        new SmtpCredentials.OAuthToken(token.email(), token.value()),
                        DeliveryListener.SILENT)) {
            return connection.isUsable();
        } catch (SmtpConnectException e) {
            assertThat(e.kind()).isEqualTo(SmtpConnectException.Kind.AUTH_REFUSED);
            return false;
        }
    }

    private OutgoingMail.Builder mail() {
        return OutgoingMail.builder(clock)
                .from(ALICE)
                .to(BOB)
                .subject("Constancia de retención nº 91778")
                .text("Hola, Beto: va tu constancia.");
    }
}
