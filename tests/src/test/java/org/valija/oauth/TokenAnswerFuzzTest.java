package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whatever a token endpoint answers is one of the four outcomes, in words that can be shown and hold no token; whatever
 * stands in an id token or at userinfo names an address or nobody.
 */
class TokenAnswerFuzzTest {

    private static final OAuthClient CLIENT =
            OAuthClient.desktop(Provider.GMAIL, "a-client.example", Secret.of("planted-client-secret"));
    private static final Secret REFRESH_TOKEN = Secret.of("1//planted-refresh-token");

    @DictionaryEntries({
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"r\",\"scope\":\"s\"}",
        "{\"error\":\"invalid_grant\",\"error_description\":\"d\"}",
        "invalid_client",
        "interaction_required",
        "planted-client-secret",
        "1//planted-refresh-token",
        "id_token",
        "eyJhbGciOiJub25lIn0.",
        "\"email\":\"a@b.example\"",
        "application/json",
        "text/html"
    })
    @FuzzTest
    void anythingATokenEndpointAnswers(FuzzedDataProvider answered) {
        int status = answered.consumeInt(200, 599);
        String type = answered.pickValue(new String[] {
            "application/json", "application/json; charset=utf-8", "text/html", answered.consumeAsciiString(40)
        });
        String retryAfter = answered.consumeAsciiString(30);
        String body = answered.consumeRemainingAsString();
        HTTPResponse answer = HttpCaller.answer(
                status, Map.of("Content-Type", List.of(type), "Retry-After", List.of(retryAfter)), body);

        RefreshOutcome outcome = new TokenEndpoint(request -> answer).refresh(Provider.gmail(), CLIENT, REFRESH_TOKEN);

        assertThat(outcome.toString()).doesNotContain("planted-client-secret").doesNotContain(REFRESH_TOKEN.reveal());
        if (outcome instanceof RefreshOutcome.Tokens tokens) {
            assertThat(answer.getStatusCode()).isEqualTo(200);
            assertThat(tokens.access().reveal()).isNotBlank();
            if (tokens.access().reveal().length() > 12) {
                assertThat(outcome.toString()).doesNotContain(tokens.access().reveal());
            }
            checkIdentity(tokens, answer);
        } else if (outcome instanceof RefreshOutcome.NeedsAuthentication needs) {
            checkWords(needs.code(), needs.detail());
        } else if (outcome instanceof RefreshOutcome.NeedsAdmin needs) {
            checkWords(needs.code(), needs.detail());
        } else if (outcome instanceof RefreshOutcome.Transient failed) {
            checkWords(failed.code(), failed.detail());
            failed.retryAfter().ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofDays(12)));
        }
    }

    private static void checkIdentity(RefreshOutcome.Tokens tokens, HTTPResponse userInfo) {
        try {
            assertThat(new Identities(request -> userInfo, Clock.systemUTC())
                            .email(Provider.gmail(), CLIENT, tokens, "a-nonce"))
                    .contains("@");
        } catch (AuthorizationException e) {
            checkWords(e.problem().name(), e.detail());
        }
    }

    private static void checkWords(String code, String detail) {
        assertThat(code).isNotEmpty().hasSizeLessThan(600);
        assertThat(detail).hasSizeLessThan(600);
        assertThat((code + detail).chars()).noneMatch(Character::isISOControl);
        OAuthDiagnoses.of(code, detail).text(Locale.ROOT);
    }
}
