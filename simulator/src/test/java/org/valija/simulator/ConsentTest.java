package org.valija.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valija.simulator.OAuthProgram.JUAN;
import static org.valija.simulator.OAuthProgram.allow;
import static org.valija.simulator.OAuthProgram.allowAll;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.Scopes;
import org.valija.simulator.google.SimulatedClient;

/** The user's part of an authorization. */
class ConsentTest {

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final OAuthProgram program = new OAuthProgram(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void allowingSendsCodeStateAndIssuerBack() {
        HttpAnswer answer = program.decide(program.request(), allowAll(JUAN));

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).startsWith(OAuthProgram.REDIRECT + "?");
        assertThat(answer.redirectFields())
                .containsKey("code")
                .containsEntry("state", "state-1")
                .containsEntry("iss", simulator.httpUri().toString())
                .doesNotContainKey("error");
    }

    @Test
    void refusingSendsAccessDeniedBack() {
        assertThat(program.decide(program.request(), "decision=deny&account=" + JUAN)
                        .redirectFields())
                .containsEntry("error", "access_denied")
                .containsEntry("state", "state-1")
                .doesNotContainKey("code");
    }

    @Test
    void anUntickedScopeIsNotGranted() {
        String code = program.code(program.request(), allow(JUAN, Scopes.OPENID, Scopes.EMAIL));

        assertThat(program.redeem(code).text("scope"))
                .hasValue("openid https://www.googleapis.com/auth/userinfo.email");
    }

    @Test
    void anotherAccountCanBeTyped() {
        String form = allow("other", Scopes.EMAIL) + "&other_account=otra%40bajio.example";
        String code = program.code(program.request(), form);
        String token = program.redeem(code).text("access_token").orElseThrow();

        assertThat(program.userInfo(token).text("email")).hasValue("otra@bajio.example");
    }

    @Test
    void anIncompleteAddressIsAskedForAgain() {
        HttpAnswer answer = program.decide(program.request(), allow("other", Scopes.EMAIL) + "&other_account=otra");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("role=\"alert\"", "id=\"consent\"");
    }

    @Test
    void loginHintPreselectsTheAccount() {
        Map<String, String> request = program.request();
        request.put("login_hint", "Tesoreria@bajio.example");

        assertThat(program.open(request).body()).contains("value=\"tesoreria@bajio.example\" checked");
    }

    @Test
    void theDecisionIsTakenOnce() {
        String id = OAuthProgram.requestId(program.open(program.request()));
        program.submit("/o/oauth2/v2/consent", id, allowAll(JUAN));

        assertThat(program.submit("/o/oauth2/v2/consent", id, allowAll(JUAN)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:49152/callback",
                "http://192.168.1.5:49152/callback",
                "http://127.0.0.1.evil.example/callback",
                "urn:ietf:wg:oauth:2.0:oob"
            })
    void aForeignRedirectAddressEndsInAnErrorPage(String address) {
        Map<String, String> request = program.request();
        request.put("redirect_uri", address);
        HttpAnswer answer = program.open(request);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("redirect_uri_mismatch");
        assertThat(answer.header("Location")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/x", "http://[::1]:2/x", "http://localhost:3/x"})
    void aDesktopClientMayUseAnyLoopbackPort(String address) {
        Map<String, String> request = program.request();
        request.put("redirect_uri", address);

        assertThat(program.open(request).status()).isEqualTo(200);
    }

    @Test
    void aWebClientIsAnsweredAtItsRegisteredAddressOnly() {
        SimulatedClient web = SimulatedClient.web("web", "s", "https://valija.example/callback");
        simulator.google().registerClient(web);
        OAuthProgram webProgram = new OAuthProgram(simulator, web);
        Map<String, String> request = webProgram.request();

        assertThat(webProgram.open(request).body()).contains("redirect_uri_mismatch");
        request.put("redirect_uri", "https://valija.example/callback");
        assertThat(webProgram.open(request).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "code_challenge_method, plain, invalid_request",
        "code_challenge, short, invalid_request",
        "response_type, token, unsupported_response_type",
        "scope, https://www.googleapis.com/auth/drive, invalid_scope",
        "prompt, none, interaction_required"
    })
    void otherFaultsAreToldToTheProgram(String field, String value, String error) {
        Map<String, String> request = program.request();
        request.put(field, value);

        assertThat(program.open(request).redirectFields()).containsEntry("error", error);
    }

    @Test
    void anUnverifiedAppIsWarnedAboutFirst() {
        simulator.google().registerClient(SimulatedClient.desktop("fresh", "s").unverified(true));
        OAuthProgram fresh = new OAuthProgram(simulator, SimulatedClient.desktop("fresh", "s"));
        HttpAnswer warning = fresh.open(fresh.request());
        assertThat(warning.body()).contains("Google no ha verificado esta app", "Avanzado");

        HttpAnswer consent = fresh.submit("/o/oauth2/v2/warning", OAuthProgram.requestId(warning), "decision=continue");

        assertThat(fresh.submit("/o/oauth2/v2/consent", OAuthProgram.requestId(consent), allowAll(JUAN))
                        .redirectFields())
                .containsKey("code");
    }

    @Test
    void anAppInTestingAdmitsItsTestUsersOnly() {
        SimulatedClient testing = SimulatedClient.desktop("testing", "s").testing("lucia.ramos@bajio.example");
        simulator.google().registerClient(testing);
        OAuthProgram tested = new OAuthProgram(simulator, testing);

        assertThat(tested.decide(tested.request(), allowAll(JUAN)).redirectFields())
                .containsEntry("error", "access_denied");
        assertThat(tested.decide(tested.request(), allowAll("lucia.ramos@bajio.example"))
                        .redirectFields())
                .containsKey("code");
    }

    @Test
    void plannedFailuresSpoilTheAnswer() {
        simulator.google().fail(FailurePlan.wrongState());
        simulator.google().fail(FailurePlan.missingIssuer());
        simulator.google().fail(FailurePlan.wrongIssuer());
        simulator.google().fail(FailurePlan.serverError());

        assertThat(program.decide(program.request(), allowAll(JUAN))
                        .redirectFields()
                        .get("state"))
                .isNotEqualTo("state-1");
        assertThat(program.decide(program.request(), allowAll(JUAN)).redirectFields())
                .doesNotContainKey("iss");
        assertThat(program.decide(program.request(), allowAll(JUAN)).redirectFields())
                .containsEntry("iss", "https://another-issuer.example");
        assertThat(program.decide(program.request(), allowAll(JUAN)).redirectFields())
                .containsEntry("error", "server_error");
        assertThat(program.decide(program.request(), allowAll(JUAN)).redirectFields())
                .containsKey("code");
    }

    @Test
    void whatTheRequestCarriesIsEscaped() {
        Map<String, String> request = program.request();
        request.put("login_hint", "\"><script>alert(1)</script>");

        assertThat(program.open(request).body()).doesNotContain("<script>");
    }
}
