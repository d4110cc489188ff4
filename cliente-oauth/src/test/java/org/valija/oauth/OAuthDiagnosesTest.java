package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;

class OAuthDiagnosesTest {

    private static final Instant CONNECTED = Instant.parse("2026-03-02T10:00:00Z");
    private static final URI LOOPBACK = URI.create("http://127.0.0.1:8480/oauth/retorno");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "invalid_grant | HTTP 400: Token has been expired or revoked. | GRANT_REVOKED",
                "interrupted_renewal | invalid_grant: HTTP 400 | INTERRUPTED_RENEWAL",
                "interaction_required | HTTP 400 | REAUTHENTICATION_REQUIRED",
                "invalid_client | HTTP 401: Unauthorized | CLIENT_SECRET_REFUSED",
                "invalid_client | HTTP 401: The OAuth client was not found. | CLIENT_UNKNOWN",
                "invalid_request | HTTP 400: client_secret is missing. | CLIENT_SECRET_MISSING",
                "unauthorized_client | HTTP 401: Unauthorized | CLIENT_NOT_ALLOWED",
                "invalid_scope | HTTP 400 | SCOPE_NOT_ENABLED",
                "client_missing | the client is not configured | CLIENT_MISSING",
                "no_refresh_token | no refresh token is stored | NO_STORED_TOKEN",
                "unreachable | oauth2.googleapis.com: Connection refused | PROVIDER_UNREACHABLE",
                "name_unknown | oauth2.googleapis.com: unknown name | PROVIDER_NAME_UNKNOWN",
                "certificate | oauth2.googleapis.com: PKIX path building failed | PROVIDER_CERTIFICATE",
                "certificate_name | oauth2.googleapis.com: No name matching | PROVIDER_CERTIFICATE_NAME",
                "proxy_refused | oauth2.googleapis.com: Tunnel failed, got: 403 | PROXY_REFUSED",
                "malformed_answer | HTTP 200, not an OAuth answer | NOT_THE_PROVIDER",
                "http_429 | HTTP 429 | PROVIDER_BUSY",
                "http_503 | HTTP 503 | PROVIDER_DOWN",
                "short_lived | - | CLOCK_WRONG",
                "database | away | DATABASE_UNAVAILABLE",
                "something_new | HTTP 400 | PROVIDER_ERROR",
                // Microsoft: the AADSTS code says more than the OAuth error
                "invalid_grant | HTTP 400: AADSTS700082: The refresh token has expired due to inactivity. | IDLE_EXPIRED",
                "invalid_grant | HTTP 400: AADSTS50173: The provided grant has expired | PASSWORD_CHANGED",
                "invalid_grant | HTTP 400: AADSTS50076: you must use multi-factor | REAUTHENTICATION_REQUIRED",
                "invalid_grant | HTTP 400: AADSTS65001: has not consented | CONSENT_REQUIRED",
                "invalid_grant | HTTP 400: AADSTS53003: blocked by Conditional Access | BLOCKED_BY_POLICY",
                "invalid_grant | HTTP 400: AADSTS50057: The user account is disabled. | ACCOUNT_DISABLED",
                "invalid_client | HTTP 401: AADSTS7000222: The provided client secret keys are expired | CLIENT_SECRET_EXPIRED",
                "invalid_client | HTTP 401: AADSTS7000215: Invalid client secret provided. | CLIENT_SECRET_REFUSED",
                "invalid_client | HTTP 401: AADSTS7000218: must contain client_assertion | CLIENT_SECRET_MISSING",
                "invalid_client | HTTP 401: AADSTS700025: Client is public | CLIENT_SECRET_UNWANTED",
                "unauthorized_client | HTTP 400: AADSTS700016: Application was not found | CLIENT_UNKNOWN",
                "invalid_request | HTTP 400: AADSTS90002: Tenant not found | TENANT_WRONG",
                "invalid_request | HTTP 400: AADSTS999999: never heard of | PROVIDER_ERROR",
            })
    void tokenEndpointsErrorsNameTheirCause(String code, String detail, Cause cause) {
        assertThat(OAuthDiagnoses.of(code, Optional.ofNullable(detail).orElse(""))
                        .cause())
                .isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "access_denied | | ACCESS_DENIED",
                "access_denied | The app has not completed the Google verification process | APP_UNVERIFIED",
                "access_denied | Only developer-approved testers can use it | NOT_A_TEST_USER",
                "access_denied | AADSTS65004: User declined to consent | ACCESS_DENIED",
                "admin_policy_enforced | | APP_BLOCKED",
                "org_internal | | APP_BLOCKED",
                "redirect_uri_mismatch | | REDIRECT_NOT_REGISTERED",
                "invalid_request | AADSTS50011: The redirect URI does not match | REDIRECT_NOT_REGISTERED",
                "invalid_request | The loopback flow has been blocked in order to keep users secure. | CLIENT_TYPE_WRONG",
                "unauthorized_client | | CLIENT_TYPE_WRONG",
                "invalid_client | | CLIENT_UNKNOWN",
                "server_error | | PROVIDER_DOWN",
                "temporarily_unavailable | | PROVIDER_DOWN",
            })
    void callbackErrorsNameTheirCause(String code, String words, Cause cause) {
        Diagnosis diagnosis =
                OAuthDiagnoses.ofAuthorization(code, Optional.ofNullable(words).orElse(""), LOOPBACK);

        assertThat(diagnosis.cause()).isEqualTo(cause);
        if (cause == Cause.REDIRECT_NOT_REGISTERED) {
            assertThat(diagnosis.particular()).isEqualTo(LOOPBACK.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "P6DT20H, GRANT_REVOKED",
        "P6DT22H, TESTING_EXPIRED",
        "P7DT1H, TESTING_EXPIRED",
        "P9DT23H, TESTING_EXPIRED",
        "P10D, GRANT_REVOKED",
        "P200D, IDLE_EXPIRED",
    })
    void googlesGrantThatDiesAboutSevenDaysOldIsGuessedToBeOfAnAppInTesting(Duration age, Cause cause) {
        Grant grant = grant(Provider.GMAIL, CONNECTED, CONNECTED.plus(age));

        assertThat(OAuthDiagnoses.of(grant, "Gmail")).hasValueSatisfying(diagnosis -> {
            assertThat(diagnosis.cause()).isEqualTo(cause);
            assertThat(diagnosis.address()).isEqualTo(grant.email());
            assertThat(diagnosis.provider()).isEqualTo("Gmail");
        });
    }

    @Test
    void grantThatWasRenewedAfterSevenDaysIsNotOfAnAppInTesting() {
        Instant died = CONNECTED.plus(Duration.ofDays(8));

        assertThat(OAuthDiagnoses.of(grant(Provider.GMAIL, died.minus(Duration.ofHours(1)), died), "Gmail"))
                .map(Diagnosis::cause)
                .contains(Cause.GRANT_REVOKED);
    }

    @Test
    void otherProvidersHaveNoTesting() {
        Instant died = CONNECTED.plus(Duration.ofDays(7));

        assertThat(OAuthDiagnoses.of(grant(Provider.MICROSOFT, CONNECTED, died), "Microsoft 365"))
                .map(Diagnosis::cause)
                .contains(Cause.GRANT_REVOKED);
    }

    @Test
    void whatWasKeptAsEvidenceIsUnderstoodAgain() {
        Diagnosis first = OAuthDiagnoses.of("unreachable", "oauth2.googleapis.com: Connection refused");

        assertThat(OAuthDiagnoses.ofEvidence(first.evidence())).isEqualTo(first);
        assertThat(first.particular()).isEqualTo("oauth2.googleapis.com");
    }

    @Test
    void everyProblemOfAnAuthorisationHasItsDiagnosis() {
        for (AuthorizationProblem problem : AuthorizationProblem.values()) {
            assertThat(new AuthorizationException(problem, "detail").diagnosis())
                    .isNotNull();
        }
        assertThat(AuthorizationException.unanswered().diagnosis().cause()).isEqualTo(Cause.UNANSWERED);
    }

    private static Grant grant(int provider, Instant refreshed, Instant died) {
        return new Grant(
                1,
                "JUAN",
                provider,
                "juan@x.example",
                "juan@x.example",
                GrantState.NEEDS_AUTHENTICATION,
                Set.of(),
                Optional.empty(),
                CONNECTED,
                Optional.empty(),
                Optional.of(refreshed),
                Optional.of(new GrantError("invalid_grant", "HTTP 400: Token has been expired or revoked.", died)));
    }
}
