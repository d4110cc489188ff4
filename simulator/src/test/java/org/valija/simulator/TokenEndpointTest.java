package org.valija.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.valija.simulator.OAuthProgram.JUAN;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.Rotation;
import org.valija.simulator.google.SimulatedClient;

/** Codes, tokens, their ends, and the failures that can be planned. */
class TokenEndpointTest {

    private final MovableClock clock = new MovableClock();
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.defaults().withClock(clock));
    private final OAuthProgram program = new OAuthProgram(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aCodeIsRedeemedForTokens() {
        HttpAnswer tokens = program.connect(JUAN);

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.header("Cache-Control")).isEqualTo("no-store");
        assertThat(tokens.text("access_token").orElseThrow()).hasSize(200);
        assertThat(tokens.number("expires_in")).hasValue("3600");
        assertThat(tokens.text("token_type")).hasValue("Bearer");
        assertThat(tokens.text("refresh_token")).isPresent();
        assertThat(program.userInfo(tokens.text("access_token").orElseThrow()).text("email"))
                .hasValue(JUAN);
    }

    @Test
    void theIdTokenIsSignedWithThePublishedKey() throws Exception {
        String[] jwt = program.connect(JUAN).text("id_token").orElseThrow().split("\\.", -1);
        HttpAnswer keys = new Browser().get(simulator.httpUri() + "/oauth2/v3/certs");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(keys, "n"), number(keys, "e"))));
        signature.update((jwt[0] + "." + jwt[1]).getBytes(UTF_8));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
        assertThat(new String(Base64.getUrlDecoder().decode(jwt[1]), UTF_8))
                .contains("\"email\":\"" + JUAN + "\"", "\"nonce\":\"nonce-1\"", "\"email_verified\":true")
                .contains("\"iss\":\"" + simulator.httpUri() + "\"");
    }

    private static BigInteger number(HttpAnswer jwks, String field) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwks.text(field).orElseThrow()));
    }

    @Test
    void aReusedCodeRevokesWhatItGave() {
        String code = program.code(JUAN);
        String access = program.redeem(code).text("access_token").orElseThrow();

        assertThat(program.redeem(code).text("error")).hasValue("invalid_grant");
        assertThat(program.userInfo(access).status()).isEqualTo(401);
    }

    @Test
    void aCodeDiesAfterAMinute() {
        String code = program.code(JUAN);
        clock.pass(Duration.ofSeconds(60));

        assertThat(program.redeem(code).text("error")).hasValue("invalid_grant");
    }

    @Test
    void aWrongOrMissingVerifierIsRefused() {
        Map<String, String> wrong = program.redemption(program.code(JUAN));
        wrong.put("code_verifier", "another-verifier-of-sufficient-length-0123456789");
        Map<String, String> missing = program.redemption(program.code(JUAN));
        missing.remove("code_verifier");

        assertThat(program.token(wrong).text("error")).hasValue("invalid_grant");
        assertThat(program.token(missing).text("error")).hasValue("invalid_grant");
    }

    @Test
    void aCodeIsBoundToItsRedirectAddressAndClient() {
        simulator.google().registerClient(SimulatedClient.desktop("other", "s"));
        Map<String, String> elsewhere = program.redemption(program.code(JUAN));
        elsewhere.put("redirect_uri", "http://127.0.0.1:1/callback");

        assertThat(program.token(elsewhere).text("error")).hasValue("invalid_grant");
        assertThat(new OAuthProgram(simulator, SimulatedClient.desktop("other", "s"))
                        .redeem(program.code(JUAN))
                        .text("error"))
                .hasValue("invalid_grant");
    }

    @Test
    void clientsAuthenticateByBasicOrPost() {
        Map<String, String> basic = program.redemption(program.code(JUAN));
        basic.remove("client_id");
        basic.remove("client_secret");
        String right =
                Base64.getEncoder().encodeToString("demo-client.apps.simulator.test:demo-secret".getBytes(UTF_8));
        String wrong = Base64.getEncoder().encodeToString("demo-client.apps.simulator.test:guess".getBytes(UTF_8));

        HttpAnswer refused = program.token(basic, "Authorization", "Basic " + wrong);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("error")).hasValue("invalid_client");
        assertThat(program.token(basic, "Authorization", "Basic " + right).status())
                .isEqualTo(200);
    }

    @Test
    void desktopClientsNeedTheirSecretToo() {
        Map<String, String> request = program.redemption(program.code(JUAN));
        request.remove("client_secret");

        assertThat(program.token(request).text("error")).hasValue("invalid_request");
    }

    @Test
    void aRefreshTokenComesAtTheFirstConsentOrWhenConsentIsPrompted() {
        program.connect(JUAN);
        assertThat(program.connect(JUAN).text("refresh_token")).isEmpty();

        Map<String, String> prompted = program.request();
        prompted.put("prompt", "consent");
        String code = program.code(prompted, OAuthProgram.allowAll(JUAN));
        assertThat(program.redeem(code).text("refresh_token")).isPresent();
    }

    @Test
    void withoutOfflineAccessThereIsNoRefreshToken() {
        Map<String, String> online = program.request();
        online.remove("access_type");
        String code = program.code(online, OAuthProgram.allowAll(JUAN));

        assertThat(program.redeem(code).text("refresh_token")).isEmpty();
    }

    @Test
    void withoutRotationTheRefreshTokenStaysGood() {
        String refresh = program.connect(JUAN).text("refresh_token").orElseThrow();

        HttpAnswer first = program.refresh(refresh);
        HttpAnswer second = program.refresh(refresh);
        assertThat(first.text("access_token")).isPresent().isNotEqualTo(second.text("access_token"));
        assertThat(second.text("refresh_token")).isEmpty();
        assertThat(simulator.google().refreshRequests()).isEqualTo(2);
    }

    @Test
    void strictRotationRevokesTheGrantWhenAnOldTokenIsReused() {
        simulator.google().setRotation(Rotation.STRICT);
        String old = program.connect(JUAN).text("refresh_token").orElseThrow();
        String newer = program.refresh(old).text("refresh_token").orElseThrow();

        assertThat(program.refresh(old).text("error")).hasValue("invalid_grant");
        assertThat(program.refresh(newer).text("error")).hasValue("invalid_grant");
    }

    @Test
    void withGraceTheOldTokenWorksForAWhile() {
        simulator.google().setRotation(Rotation.grace(Duration.ofSeconds(30)));
        String old = program.connect(JUAN).text("refresh_token").orElseThrow();
        String newer = program.refresh(old).text("refresh_token").orElseThrow();

        clock.pass(Duration.ofSeconds(29));
        assertThat(program.refresh(old).status()).isEqualTo(200);
        clock.pass(Duration.ofSeconds(1));
        assertThat(program.refresh(old).text("error")).hasValue("invalid_grant");
        assertThat(program.refresh(newer).status()).isEqualTo(200);
    }

    @Test
    void withOneReuseTheOldTokenWorksOnceMore() {
        simulator.google().setRotation(Rotation.REUSE);
        String old = program.connect(JUAN).text("refresh_token").orElseThrow();
        program.refresh(old);

        String newer = program.refresh(old).text("refresh_token").orElseThrow();
        assertThat(program.refresh(old).text("error")).hasValue("invalid_grant");
        assertThat(program.refresh(newer).text("error")).hasValue("invalid_grant");
    }

    @Test
    void aLateAnswerComesAfterTheWorkWasDone() {
        simulator.google().setRotation(Rotation.STRICT);
        String old = program.connect(JUAN).text("refresh_token").orElseThrow();
        simulator.google().fail(FailurePlan.answerLate(Duration.ofMinutes(1)));
        CompletableFuture<HttpAnswer> late = CompletableFuture.supplyAsync(() -> program.refresh(old));

        await().untilAsserted(
                        () -> assertThat(simulator.google().refreshesGranted()).isEqualTo(1));
        assertThat(late).isNotDone();
        assertThat(program.refresh(old).text("error")).hasValue("invalid_grant");
        assertThat(simulator.google().refreshesGranted()).isEqualTo(1);
    }

    @Test
    void refreshTokensOfAppsInTestingDieAfterSevenDays() {
        SimulatedClient testing = SimulatedClient.desktop("testing", "s").testing(JUAN);
        simulator.google().registerClient(testing);
        OAuthProgram tested = new OAuthProgram(simulator, testing);
        String refresh = tested.connect(JUAN).text("refresh_token").orElseThrow();

        clock.pass(Duration.ofDays(7).minusSeconds(1));
        assertThat(tested.refresh(refresh).status()).isEqualTo(200);
        clock.pass(Duration.ofSeconds(1));
        assertThat(tested.refresh(refresh).text("error")).hasValue("invalid_grant");
    }

    @Test
    void accessTokensExpireByTimeOrOnDemand() {
        simulator.google().setAccessTokenLifetime(Duration.ofSeconds(5));
        String first = program.accessToken(JUAN);
        clock.pass(Duration.ofSeconds(5));
        assertThat(program.userInfo(first).status()).isEqualTo(401);

        String second = program.accessToken(JUAN);
        simulator.google().expireAccessTokens();
        assertThat(program.userInfo(second).status()).isEqualTo(401);
    }

    @Test
    void accessTokensMayBeAsLongAsMicrosofts() {
        simulator.google().setAccessTokenLength(1_500);

        assertThat(program.accessToken(JUAN)).hasSize(1_500);
    }

    @Test
    void revokingEndsTheGrantAndTheNextConsentIsAFirstOne() {
        HttpAnswer tokens = program.connect(JUAN);
        String refresh = tokens.text("refresh_token").orElseThrow();

        assertThat(program.revoke(refresh).status()).isEqualTo(200);
        assertThat(program.refresh(refresh).text("error")).hasValue("invalid_grant");
        assertThat(program.userInfo(tokens.text("access_token").orElseThrow()).status())
                .isEqualTo(401);
        assertThat(program.revoke(refresh).text("error")).hasValue("invalid_token");
        assertThat(simulator.google().revocations()).isEqualTo(2);
        assertThat(program.connect(JUAN).text("refresh_token")).isPresent();
    }

    @Test
    void aChangedPasswordKillsTheAccountsTokensAlone() {
        String juan = program.connect(JUAN).text("refresh_token").orElseThrow();
        String lucia = program.connect("lucia.ramos@bajio.example")
                .text("refresh_token")
                .orElseThrow();
        simulator.google().revokeGrantsOf("Juan.Perez@bajio.example");

        assertThat(program.refresh(juan).text("error")).hasValue("invalid_grant");
        assertThat(program.refresh(lucia).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void plannedStatusesComeAsOftenAsTold(int status) {
        String refresh = program.connect(JUAN).text("refresh_token").orElseThrow();
        simulator
                .google()
                .fail(FailurePlan.status(status)
                        .retryAfter(Duration.ofSeconds(7))
                        .times(2));

        HttpAnswer failed = program.refresh(refresh);
        assertThat(failed.status()).isEqualTo(status);
        assertThat(failed.header("Retry-After")).isEqualTo("7");
        assertThat(program.refresh(refresh).status()).isEqualTo(status);
        assertThat(program.refresh(refresh).status()).isEqualTo(200);
    }

    @Test
    void answersCanBeSpoilt() {
        String refresh = program.connect(JUAN).text("refresh_token").orElseThrow();
        simulator.google().fail(FailurePlan.tokenError("invalid_client"));
        simulator.google().fail(FailurePlan.html());
        simulator.google().fail(FailurePlan.expiresInAsText());
        simulator.google().fail(FailurePlan.expiresInMissing());

        assertThat(program.refresh(refresh).text("error")).hasValue("invalid_client");
        assertThat(program.refresh(refresh).header("Content-Type")).startsWith("text/html");
        assertThat(program.refresh(refresh).text("expires_in")).hasValue("3600");
        assertThat(program.refresh(refresh).body()).doesNotContain("expires_in");
    }

    @Test
    void anAnswerCanBeLostAfterTheTokenWasRotated() {
        simulator.google().setRotation(Rotation.STRICT);
        String refresh = program.connect(JUAN).text("refresh_token").orElseThrow();
        simulator.google().fail(FailurePlan.answerLost());

        assertThatThrownBy(() -> program.refresh(refresh)).isInstanceOf(UncheckedIOException.class);
        assertThat(program.refresh(refresh).text("error")).hasValue("invalid_grant");
    }

    @Test
    void aConnectionClosedWithoutAnAnswerChangesNothing() {
        simulator.google().setRotation(Rotation.STRICT);
        String refresh = program.connect(JUAN).text("refresh_token").orElseThrow();
        simulator.google().fail(FailurePlan.closedWithoutAnswer());

        assertThatThrownBy(() -> program.refresh(refresh)).isInstanceOf(UncheckedIOException.class);
        assertThat(program.refresh(refresh).status()).isEqualTo(200);
    }

    @Test
    void theRequestLogHoldsNoSecret() {
        HttpAnswer tokens = program.connect(JUAN);
        program.refresh(tokens.text("refresh_token").orElseThrow());
        String log = simulator.google().requestLog().toString();

        assertThat(log)
                .contains("refresh_token", "authorization_code")
                .doesNotContain("demo-secret")
                .doesNotContain(OAuthProgram.VERIFIER)
                .doesNotContain(tokens.text("refresh_token").orElseThrow())
                .doesNotContain(tokens.text("access_token").orElseThrow());
    }

    @Test
    void discoveryAnnouncesTheIssuerParameter() {
        HttpAnswer metadata = new Browser().get(simulator.httpUri() + "/.well-known/openid-configuration");

        assertThat(metadata.text("issuer")).hasValue(simulator.httpUri().toString());
        assertThat(metadata.body()).contains("\"authorization_response_iss_parameter_supported\":true");
    }
}
