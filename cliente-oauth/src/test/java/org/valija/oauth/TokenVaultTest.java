package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.valija.oauth.VaultFixture.JUAN;
import static org.valija.oauth.VaultFixture.LUCIA;
import static org.valija.oauth.VaultFixture.REDIRECT;
import static org.valija.oauth.VaultFixture.SESSION;

import java.net.URI;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.diagnosis.Cause;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.Rotation;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class TokenVaultTest {

    @Parameter
    TestDatabase database;

    private VaultFixture fixture;
    private TokenVault vault;

    @BeforeEach
    void start() {
        fixture = new VaultFixture(database);
        vault = fixture.oauth.vault();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void freshTokenIsHandedOutWithoutAskingTheProvider() {
        Grant grant = fixture.connect("JUAN", JUAN);

        AccessToken token = fixture.usable(vault.accessToken(grant.id()));

        assertThat(fixture.google.liveToken(token.value().reveal())).isPresent();
        assertThat(token.email()).isEqualTo(JUAN);
        assertThat(fixture.google.refreshRequests()).isZero();
        // Noted in the background.
        await().untilAsserted(() ->
                assertThat(vault.grant(grant.id()).orElseThrow().lastUsedAt()).isPresent());
    }

    @Test
    void aGrantWhoseProviderIsNotConfiguredAnyMoreIsKeptAndTheAdministratorsTurn() {
        Provider company = company(fixture.simulator.httpUri());
        OAuth withIt = node("node-2", Providers.standard().with(company));
        withIt.saveClient(OAuthClient.desktop(
                company.id(), SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));
        URI page = withIt.codeFlow()
                .begin(new AuthorizationCodeFlow.Beginning(
                        "JUAN", company.id(), Optional.of(JUAN), REDIRECT, SESSION, Optional.empty()));
        Grant grant = withIt.codeFlow()
                .completeWithAddress(Consent.of(JUAN).allow(page).toString(), SESSION)
                .grant();

        TokenResult without = vault.accessToken(grant.id());

        assertThat(without)
                .isInstanceOfSatisfying(
                        TokenResult.NeedsAdmin.class,
                        result -> assertThat(OAuthDiagnoses.of(
                                                result.error().code(),
                                                result.error().detail())
                                        .cause())
                                .isEqualTo(Cause.PROVIDER_MISSING));
        assertThat(vault.grant(grant.id()).orElseThrow().state()).isEqualTo(GrantState.CONNECTED);
        fixture.usable(withIt.vault().accessToken(grant.id()));
        assertThat(fixture.oauth.disconnect(grant.id())).isEqualTo(OAuth.Disconnection.NOT_TOLD);
    }

    private OAuth node(String name, Providers providers) {
        return new OAuth(new OAuth.Setup(
                fixture.dataSource,
                fixture.keyFile,
                providers,
                fixture.executor,
                fixture.clock,
                name,
                Optional.empty()));
    }

    private static Provider company(URI base) {
        return Provider.builder(100, "Correo de la empresa")
                .issuer(base.toString())
                .authorizationEndpoint(base.resolve("/o/oauth2/v2/auth"))
                .tokenEndpoint(base.resolve("/token"))
                .revocationEndpoint(base.resolve("/revoke"))
                .userInfoEndpoint(base.resolve("/v1/userinfo"))
                .scopes("openid", "email")
                .transport(TransportKind.SMTP, "https://mail.google.com/")
                .authorizationParameter("access_type", "offline")
                .authorizationParameter("prompt", "consent")
                .issuerInResponse(true)
                .build();
    }

    @Test
    void insideTheMarginTheOldTokenServesWhileANewOneIsFetched() {
        Grant grant = fixture.connect("JUAN", JUAN);
        AccessToken first = fixture.usable(vault.accessToken(grant.id()));
        fixture.clock.forward(Duration.ofMinutes(56));

        AccessToken stale = fixture.usable(vault.accessToken(grant.id()));

        assertThat(stale.value()).isEqualTo(first.value());
        await().untilAsserted(() -> assertThat(
                        fixture.usable(vault.accessToken(grant.id())).value())
                .isNotEqualTo(first.value()));
        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
    }

    @Test
    void justBeforeTheMarginNothingIsFetched() {
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Duration.ofMinutes(54));

        vault.accessToken(grant.id());

        assertThat(fixture.google.refreshRequests()).isZero();
    }

    @Test
    void expiredTokenIsRenewedWithoutAnybodysHelp() {
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Duration.ofHours(3));

        AccessToken token = fixture.usable(vault.accessToken(grant.id()));

        assertThat(fixture.google.liveToken(token.value().reveal())).isPresent();
        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
    }

    @Test
    void manyThreadsAtOneExpiryMakeOneRequest() throws Exception {
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Duration.ofHours(3));
        OAuth otherNode = fixture.node("node-2");
        int threads = 40;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Callable<TokenResult>> calls = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            TokenVault mine = i % 2 == 0 ? vault : otherNode.vault();
            calls.add(() -> {
                together.await();
                return mine.accessToken(grant.id());
            });
        }
        try {
            List<Secret> tokens = new ArrayList<>();
            for (Future<TokenResult> result : pool.invokeAll(calls)) {
                tokens.add(fixture.usable(result.get()).value());
            }
            assertThat(tokens).hasSize(threads).containsOnly(tokens.get(0));
        } finally {
            pool.shutdownNow();
        }
        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
    }

    @Test
    void rotatedRefreshTokensAreKept() {
        fixture.google.setRotation(Rotation.STRICT);
        Grant grant = fixture.connect("JUAN", JUAN);

        for (int i = 0; i < 4; i++) {
            fixture.clock.forward(Duration.ofHours(2));
            assertThat(vault.accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
        }
        assertThat(fixture.google.refreshRequests()).isEqualTo(4);
    }

    @Test
    void tokensSurviveARestart() {
        fixture.google.setRotation(Rotation.STRICT);
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Duration.ofHours(2));
        vault.accessToken(grant.id());
        fixture.clock.forward(Duration.ofHours(2));

        OAuth restarted = fixture.node("node-1");

        assertThat(restarted.vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void revokedGrantIsTheUsersTurnNothingIsDeletedAndAuthenticatingMendsIt() {
        List<String> heard = new CopyOnWriteArrayList<>();
        fixture.oauth.addListener((before, after) -> heard.add(before.state() + ">" + after.state()));
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.google.revokeGrantsOf(JUAN);
        fixture.clock.forward(Duration.ofHours(2));

        assertThat(vault.accessToken(grant.id()))
                .isInstanceOfSatisfying(
                        TokenResult.NeedsAuthentication.class,
                        needs -> assertThat(needs.error().code()).isEqualTo("invalid_grant"));
        assertThat(vault.accessToken(grant.id())).isInstanceOf(TokenResult.NeedsAuthentication.class);
        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
        assertThat(vault.grant(grant.id()).orElseThrow().state()).isEqualTo(GrantState.NEEDS_AUTHENTICATION);

        Grant mended = fixture.connect("JUAN", JUAN);

        assertThat(mended.id()).isEqualTo(grant.id());
        assertThat(mended.lastError()).isEmpty();
        assertThat(vault.accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
        assertThat(heard)
                .containsExactly(
                        "DISCONNECTED>CONNECTED", "CONNECTED>NEEDS_AUTHENTICATION", "NEEDS_AUTHENTICATION>CONNECTED");
    }

    @Test
    void refusedTokenIsReplacedOnceForAllWhoHeldIt() {
        Grant grant = fixture.connect("JUAN", JUAN);
        AccessToken refused = fixture.usable(vault.accessToken(grant.id()));
        fixture.google.expireAccessTokens();

        AccessToken one = fixture.usable(vault.replacementFor(refused));
        AccessToken other = fixture.usable(vault.replacementFor(refused));

        assertThat(one.value()).isNotEqualTo(refused.value()).isEqualTo(other.value());
        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
    }

    @Test
    void refusedClientIsTheAdministratorsTurnAndANewSecretMendsIt() {
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.oauth.saveClient(
                OAuthClient.desktop(Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of("expired secret")));
        fixture.clock.forward(Duration.ofHours(2));

        assertThat(vault.accessToken(grant.id()))
                .isInstanceOfSatisfying(
                        TokenResult.NeedsAdmin.class,
                        needs -> assertThat(needs.error().code()).isEqualTo("invalid_client"));

        fixture.oauth.saveClient(OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret())));

        assertThat(vault.accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void troubleOfTheProviderIsTransientAndRetriedLater() {
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Duration.ofHours(2));
        for (FailurePlan plan : List.of(
                FailurePlan.status(503), FailurePlan.status(500), FailurePlan.html(), FailurePlan.answerLost())) {
            fixture.google.fail(plan);
            assertThat(fixture.node("fresh").vault().accessToken(grant.id())).isInstanceOf(TokenResult.NotNow.class);
        }
        assertThat(vault.grant(grant.id()).orElseThrow().state()).isEqualTo(GrantState.CONNECTED);

        assertThat(fixture.node("fresh").vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
        assertThat(vault.grant(grant.id()).orElseThrow().lastError()).isEmpty();
    }

    @Test
    void retryAfterIsHonoured() {
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Duration.ofHours(2));
        fixture.google.fail(FailurePlan.status(429).retryAfter(Duration.ofSeconds(90)));

        assertThat(vault.accessToken(grant.id()))
                .isInstanceOfSatisfying(
                        TokenResult.NotNow.class,
                        notNow -> assertThat(notNow.retryAfter())
                                .isBetween(Duration.ofSeconds(80), Duration.ofSeconds(120)));
        assertThat(vault.accessToken(grant.id())).isInstanceOf(TokenResult.NotNow.class);
        assertThat(fixture.google.refreshRequests()).isEqualTo(1);
    }

    @Test
    void textualOrMissingExpiryIsUnderstood() {
        for (FailurePlan plan : List.of(FailurePlan.expiresInAsText(), FailurePlan.expiresInMissing())) {
            Grant grant = fixture.connect("JUAN", JUAN);
            fixture.clock.forward(Duration.ofHours(2));
            fixture.google.fail(plan);

            assertThat(vault.accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
        }
    }

    @Test
    void lostAnswerUnderStrictRotationIsNamedAndMendedByAuthenticating() {
        fixture.google.setRotation(Rotation.STRICT);
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Duration.ofHours(2));
        fixture.google.fail(FailurePlan.answerLost());

        assertThat(vault.accessToken(grant.id())).isInstanceOf(TokenResult.NotNow.class);
        assertThat(fixture.node("node-2").vault().accessToken(grant.id()))
                .isInstanceOfSatisfying(
                        TokenResult.NeedsAuthentication.class,
                        needs -> assertThat(needs.error().code()).isEqualTo("interrupted_renewal"));
        assertThat(fixture.google.refreshRequests()).isEqualTo(2);

        assertThat(fixture.connect("JUAN", JUAN).state()).isEqualTo(GrantState.CONNECTED);
    }

    @Test
    void lostAnswerWithGraceIsMendedByTheNextAttempt() {
        fixture.google.setRotation(Rotation.grace(Duration.ofMinutes(5)));
        Grant grant = fixture.connect("JUAN", JUAN);
        fixture.clock.forward(Duration.ofHours(2));
        fixture.google.fail(FailurePlan.answerLost());

        assertThat(vault.accessToken(grant.id())).isInstanceOf(TokenResult.NotNow.class);
        assertThat(fixture.node("node-2").vault().accessToken(grant.id())).isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void disconnectingRevokesForgetsAndKeepsTheRow() {
        Grant grant = fixture.connect("JUAN", JUAN);
        AccessToken token = fixture.usable(vault.accessToken(grant.id()));

        assertThat(fixture.oauth.disconnect(grant.id())).isEqualTo(OAuth.Disconnection.REVOKED);

        assertThat(fixture.google.liveToken(token.value().reveal())).isEmpty();
        assertThat(vault.accessToken(grant.id())).isInstanceOf(TokenResult.Disconnected.class);
        assertThat(vault.grant(grant.id()).orElseThrow().state()).isEqualTo(GrantState.DISCONNECTED);
        assertThat(fixture.connect("JUAN", JUAN).id()).isEqualTo(grant.id());
    }

    @Test
    void disconnectingDoesNotEndAnothersGrantOfTheSameMailbox() {
        Grant juans = fixture.connect("JUAN", JUAN);
        Grant lucias = fixture.connect("LUCIA", JUAN);

        assertThat(fixture.oauth.disconnect(juans.id())).isEqualTo(OAuth.Disconnection.KEPT_FOR_OTHERS);

        fixture.clock.forward(Duration.ofHours(2));
        assertThat(vault.accessToken(lucias.id())).isInstanceOf(TokenResult.Usable.class);
    }

    @Test
    void disconnectionOnAnotherNodeIsFelt() {
        Grant grant = fixture.connect("JUAN", JUAN);
        OAuth other = fixture.node("node-2");
        other.vault().accessToken(grant.id());
        fixture.oauth.disconnect(grant.id());

        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() ->
                        assertThat(other.vault().accessToken(grant.id())).isInstanceOf(TokenResult.Disconnected.class));
    }

    @Test
    void everyWriteChangesTheRowVersion() {
        Grant grant = fixture.connect("JUAN", JUAN);
        List<Long> versions = new ArrayList<>(List.of(rowVersion()));
        fixture.clock.forward(Duration.ofHours(2));
        vault.accessToken(grant.id());
        versions.add(rowVersion());
        fixture.oauth.disconnect(grant.id());
        versions.add(rowVersion());

        assertThat(versions).doesNotHaveDuplicates().allMatch(version -> version > 0);
    }

    @Test
    void aValueMovedToAnotherRowDoesNotOpenAndSaysSo() {
        Grant juan = fixture.connect("JUAN", JUAN);
        Grant lucia = fixture.connect("LUCIA", LUCIA);
        execute("UPDATE \"Emails\" SET \"RefreshToken\" = (SELECT \"RefreshToken\" FROM \"Emails\" WHERE \"Id\" = "
                + lucia.id() + ") WHERE \"Id\" = " + juan.id());

        TokenVault restarted = fixture.node("node-1").vault();

        assertThatThrownBy(() -> restarted.accessToken(juan.id()))
                .isInstanceOf(SealBrokenException.class)
                .hasMessageContaining("Emails.RefreshToken");
        assertThat(fixture.connect("JUAN", JUAN).state()).isEqualTo(GrantState.CONNECTED);
    }

    private long rowVersion() {
        return Database.of(fixture.dataSource).run(connection -> {
            try (Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT \"RowVersion\" FROM \"Emails\"")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private void execute(String sql) {
        Database.of(fixture.dataSource).run(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }
}
