package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whatever a token endpoint answers is one of the four outcomes, which prints no token. */
class TokenAnswerFuzzTest {

    @DictionaryEntries({
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"r\",\"scope\":\"s\"}",
        "{\"error\":\"invalid_grant\",\"error_description\":\"d\"}",
        "invalid_client",
        "interaction_required",
        "id_token",
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

        RefreshOutcome outcome = TokenEndpoint.read(answer);

        if (outcome instanceof RefreshOutcome.Tokens tokens) {
            assertThat(answer.getStatusCode()).isEqualTo(200);
            assertThat(tokens.access().reveal()).isNotBlank();
            if (tokens.access().reveal().length() > 12) {
                assertThat(outcome.toString()).doesNotContain(tokens.access().reveal());
            }
        } else if (outcome instanceof RefreshOutcome.NeedsAuthentication needs) {
            OAuthDiagnoses.of(needs.code(), needs.detail()).text(Locale.ROOT);
        } else if (outcome instanceof RefreshOutcome.NeedsAdmin needs) {
            OAuthDiagnoses.of(needs.code(), needs.detail()).text(Locale.ROOT);
        } else if (outcome instanceof RefreshOutcome.Transient failed) {
            OAuthDiagnoses.of(failed.code(), failed.detail()).text(Locale.ROOT);
        }
    }
}
