package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valija.oauth.VaultFixture.JUAN;
import static org.valija.oauth.VaultFixture.LUCIA;
import static org.valija.oauth.VaultFixture.SESSION;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.oauth.AuthorizationCodeFlow.Completed;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.SimulatedClient;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class AuthorizationCodeFlowTest {

    private static final String GMAIL_SEND = "https://www.googleapis.com/auth/gmail.send";

    @Parameter
    TestDatabase database;

    private VaultFixture fixture;

    @BeforeEach
    void start() {
        fixture = new VaultFixture(database);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void consentGivesAConnectedGrantOfTheUser() {
        Completed completed = fixture.complete(Consent.of(JUAN).allow(fixture.begin("JUAN", JUAN)));

        Grant grant = completed.grant();
        assertThat(grant.userCode()).isEqualTo("JUAN");
        assertThat(grant.email()).isEqualTo(JUAN);
        assertThat(grant.state()).isEqualTo(GrantState.CONNECTED);
        assertThat(grant.scopes()).contains(GMAIL_SEND).doesNotContain("https://mail.google.com/");
        assertThat(grant.expiresAt()).isPresent();
        assertThat(grant.lastError()).isEmpty();
        assertThat(completed.returnTo()).contains("/usuarios/JUAN");
    }

    @Test
    void requestAsksForPkceOfflineAccessAndConsent() {
        assertThat(fixture.begin("JUAN", JUAN).getQuery())
                .contains("code_challenge_method=S256")
                .contains("access_type=offline")
                .contains("prompt=consent")
                .contains("login_hint=" + JUAN)
                .contains("redirect_uri=http://127.0.0.1:8480/oauth/retorno");
    }

    @Test
    void storedSecretsAreNotReadableInTheDatabase() {
        Grant grant = fixture.connect("JUAN", JUAN);
        String token = fixture.usable(fixture.oauth.vault().accessToken(grant.id()))
                .value()
                .reveal();

        String row = Database.of(fixture.dataSource).run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT \"IdCliente\", \"AccesToken\", \"RefreshToken\" FROM \"Emails\"")) {
                rows.next();
                return rows.getString(1) + rows.getString(2) + rows.getString(3);
            }
        });

        assertThat(row).doesNotContain(token).doesNotContain(SimulatedGoogle.DEMO_CLIENT.id());
        assertThat(row.split("v1:")).hasSize(4);
    }

    @Test
    void refusalIsReportedAndStoresNothing() {
        URI back = Consent.of(JUAN).deny(fixture.begin("JUAN", JUAN));

        assertProblem(() -> fixture.complete(back), AuthorizationProblem.DENIED);
        assertThat(fixture.oauth.vault().grants()).isEmpty();
    }

    @Test
    void untickedPermissionIsNamedAndStoresNothing() {
        URI back = Consent.of(JUAN).untick(GMAIL_SEND).allow(fixture.begin("JUAN", JUAN));

        assertThatThrownBy(() -> fixture.complete(back)).isInstanceOfSatisfying(AuthorizationException.class, e -> {
            assertThat(e.problem()).isEqualTo(AuthorizationProblem.SCOPE_MISSING);
            assertThat(e.detail()).isEqualTo(GMAIL_SEND);
            assertThat(e.returnTo()).contains("/usuarios/JUAN");
        });
        assertThat(fixture.oauth.vault().grants()).isEmpty();
    }

    @Test
    void theTransportThatIsSetDecidesWhatIsAskedFor() {
        fixture.oauth.saveClient(
                fixture.oauth.currentClient(Provider.GMAIL).orElseThrow().sendingBy(TransportKind.SMTP));

        assertThat(fixture.oauth.transportOf(Provider.GMAIL)).isEqualTo(TransportKind.SMTP);
        assertThat(fixture.begin("JUAN", JUAN).getQuery())
                .contains("scope=openid+email+https://mail.google.com/")
                .doesNotContain("gmail.send");
        assertThat(fixture.connect("JUAN", JUAN).scopes()).contains("https://mail.google.com/");
    }

    @Test
    void whatIsSetMeanwhileDoesNotChangeAnAuthorisationUnderWay() {
        URI begun = fixture.begin("JUAN", JUAN);
        fixture.oauth.saveClient(
                fixture.oauth.currentClient(Provider.GMAIL).orElseThrow().sendingBy(TransportKind.SMTP));

        assertThat(fixture.complete(Consent.of(JUAN).allow(begun)).grant().scopes())
                .contains(GMAIL_SEND);
    }

    @Test
    void anotherAccountThanTheExpectedOneIsNamedAndDropped() {
        URI back = Consent.of(LUCIA).allow(fixture.begin("JUAN", JUAN));

        assertThatThrownBy(() -> fixture.complete(back)).isInstanceOfSatisfying(AuthorizationException.class, e -> {
            assertThat(e.problem()).isEqualTo(AuthorizationProblem.OTHER_IDENTITY);
            assertThat(e.detail()).isEqualTo(LUCIA);
        });
        assertThat(fixture.oauth.vault().grants()).isEmpty();
        assertThat(fixture.google.revocations()).isZero();
    }

    @Test
    void expectedAddressIsComparedWithoutCase() {
        assertThat(fixture.complete(Consent.of(JUAN).allow(fixture.begin("JUAN", "Juan.Perez@BAJIO.example")))
                        .grant()
                        .email())
                .isEqualTo(JUAN);
    }

    @Test
    void identityComesFromUserinfoWhenThereIsNoIdToken() {
        fixture.google.setIdTokenIncluded(false);

        assertThat(fixture.connect("JUAN", JUAN).email()).isEqualTo(JUAN);
    }

    @Test
    void stateWorksOnce() {
        URI back = Consent.of(JUAN).allow(fixture.begin("JUAN", JUAN));
        fixture.complete(back);

        assertProblem(() -> fixture.complete(back), AuthorizationProblem.STATE_USED);
        assertThat(fixture.oauth.vault().grants()).hasSize(1);
    }

    @Test
    void forgedStateIsRefused() {
        assertProblem(
                () -> fixture.oauth.codeFlow().complete(Map.of("state", "forged", "code", "x"), SESSION),
                AuthorizationProblem.STATE_UNKNOWN);
        assertProblem(
                () -> fixture.oauth.codeFlow().complete(Map.of("code", "x"), SESSION),
                AuthorizationProblem.STATE_UNKNOWN);
    }

    @Test
    void stateOfAnotherSessionIsRefusedAndNotUsedUp() {
        URI back = Consent.of(JUAN).allow(fixture.begin("JUAN", JUAN));

        assertProblem(
                () -> fixture.oauth.codeFlow().completeWithAddress(back.toString(), Secret.of("another session")),
                AuthorizationProblem.OTHER_SESSION);
        assertThat(fixture.complete(back).grant().state()).isEqualTo(GrantState.CONNECTED);
    }

    @Test
    void stateEndsAfterTenMinutes() {
        URI back = Consent.of(JUAN).allow(fixture.begin("JUAN", JUAN));
        fixture.clock.forward(Duration.ofMinutes(11));

        assertProblem(() -> fixture.complete(back), AuthorizationProblem.STATE_EXPIRED);
    }

    @Test
    void answerOfAnotherIssuerIsRefused() {
        fixture.google.fail(FailurePlan.wrongIssuer());
        URI wrong = Consent.of(JUAN).allow(fixture.begin("JUAN", JUAN));
        assertProblem(() -> fixture.complete(wrong), AuthorizationProblem.ISSUER_MISMATCH);

        fixture.google.fail(FailurePlan.missingIssuer());
        URI missing = Consent.of(JUAN).allow(fixture.begin("JUAN", JUAN));
        assertProblem(() -> fixture.complete(missing), AuthorizationProblem.ISSUER_MISMATCH);
    }

    @Test
    void pastedAddressMustBeTheRedirectAskedFor() {
        String back = Consent.of(JUAN).allow(fixture.begin("JUAN", JUAN)).toString();

        assertProblem(
                () -> fixture.oauth.codeFlow().completeWithAddress(back.replace(":8480", ":9999"), SESSION),
                AuthorizationProblem.REDIRECT_MISMATCH);
        assertProblem(
                () -> fixture.oauth.codeFlow().completeWithAddress("hola", SESSION),
                AuthorizationProblem.MALFORMED_ANSWER);
    }

    @Test
    void unreachableTokenEndpointIsSaidAndStoresNothing() throws IOException {
        URI nowhere;
        try (ServerSocket closed = new ServerSocket(0)) {
            nowhere = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/token");
        }
        OAuth broken = new OAuth(new OAuth.Setup(
                fixture.dataSource,
                fixture.keyFile,
                Providers.standard()
                        .with(VaultFixture.gmail(fixture.simulator.httpUri()).toBuilder()
                                .tokenEndpoint(nowhere)
                                .build()),
                fixture.executor,
                fixture.clock,
                "node-2",
                Optional.empty()));
        URI back = Consent.of(JUAN).allow(broken.codeFlow().begin(VaultFixture.beginning("JUAN", JUAN)));

        assertProblem(
                () -> broken.codeFlow().completeWithAddress(back.toString(), SESSION),
                AuthorizationProblem.PROVIDER_UNREACHABLE);
        assertThat(broken.vault().grants()).isEmpty();
    }

    @Test
    void refusedClientIsTheAdministratorsTurn() {
        fixture.oauth.saveClient(
                OAuthClient.desktop(Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of("not the secret")));
        URI back = Consent.of(JUAN).allow(fixture.begin("JUAN", JUAN));

        assertProblem(() -> fixture.complete(back), AuthorizationProblem.CLIENT_REFUSED);
    }

    @Test
    void withoutAClientNothingBegins() {
        assertProblem(
                () -> fixture.oauth
                        .codeFlow()
                        .begin(new AuthorizationCodeFlow.Beginning(
                                "JUAN",
                                Provider.MICROSOFT,
                                Optional.empty(),
                                VaultFixture.REDIRECT,
                                SESSION,
                                Optional.empty())),
                AuthorizationProblem.NO_CLIENT);
    }

    @Test
    void authenticatingAgainWritesOverTheSameRow() {
        Grant first = fixture.connect("JUAN", JUAN);
        Grant second = fixture.connect("JUAN", JUAN);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(fixture.oauth.vault().grants()).hasSize(1);
    }

    @Test
    void twoUsersMayAuthoriseTheSameMailbox() {
        fixture.connect("JUAN", JUAN);
        fixture.connect("LUCIA", JUAN);

        assertThat(fixture.oauth.vault().grants()).hasSize(2);
    }

    @Test
    void noRefreshTokenIsRefusedAtFirstAndTheOldOneKeptLater() {
        fixture.google.fail(FailurePlan.refreshTokenOmitted());
        URI first = Consent.of(JUAN).allow(fixture.begin("JUAN", JUAN));
        assertProblem(() -> fixture.complete(first), AuthorizationProblem.NO_REFRESH_TOKEN);
        assertThat(fixture.oauth.vault().grants()).isEmpty();

        fixture.connect("JUAN", JUAN);
        fixture.google.fail(FailurePlan.refreshTokenOmitted());
        Grant again = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Duration.ofHours(2));

        assertThat(fixture.oauth.vault().accessToken(again.id())).isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void grantsOfAReplacedClientAreRenewedWithIt() {
        Grant old = fixture.connect("JUAN", JUAN);
        fixture.google.registerClient(SimulatedClient.desktop("second.apps.simulator.test", "second-secret"));
        fixture.oauth.saveClient(
                OAuthClient.desktop(Provider.GMAIL, "second.apps.simulator.test", Secret.of("second-secret")));
        Grant fresh = fixture.connect("LUCIA", LUCIA);
        fixture.clock.forward(Duration.ofHours(2));

        assertThat(fixture.oauth.vault().accessToken(old.id())).isInstanceOf(TokenResult.Usable.class);
        assertThat(fixture.oauth.vault().accessToken(fresh.id())).isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void discoveryFillsInTheEndpoints() {
        Provider provider = fixture.oauth
                .discovery()
                .discover(100, "Propio", fixture.simulator.httpUri())
                .build();

        assertThat(provider.tokenEndpoint())
                .isEqualTo(fixture.simulator.httpUri().resolve("/token"));
        assertThat(provider.issuerInResponse()).isTrue();
        assertThatThrownBy(() -> fixture.oauth.discovery().discover(100, "Otro", URI.create("http://127.0.0.1:1")))
                .isInstanceOf(ProviderDiscoveryException.class);
    }

    private static void assertProblem(ThrowingCallable call, AuthorizationProblem problem) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AuthorizationException.class,
                        e -> assertThat(e.problem()).isEqualTo(problem));
    }
}
