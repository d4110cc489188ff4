package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.RejectCause;

/** What each answer of Gmail's API means for the mail. */
class GmailAnswersTest {

    private static final Instant NOW = Instant.parse("2026-01-31T15:00:00Z");

    private final GmailAnswers answers = new GmailAnswers(Clock.fixed(NOW, ZoneOffset.UTC));

    private Outcome outcome(int status, String body, String... headers) {
        Map<String, List<String>> fields = List.of(headers).stream()
                .map(header -> header.split(": ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> List.of(parts[1])));
        return answers.outcome(new HttpAnswer(status, HttpHeaders.of(fields, (name, value) -> true), body));
    }

    private static String error(int status, String reason, String message) {
        return "{\"error\":{\"code\":" + status + ",\"message\":\"" + message
                + "\",\"errors\":[{\"domain\":\"global\",\"reason\":\"" + reason + "\",\"message\":\"" + message
                + "\"}]}}";
    }

    @Test
    void gmailsIdIsInTheDetailOfWhatWasDelivered() {
        assertThat(outcome(
                        200, "{\"id\":\"18c5a1b2c3d4e5f6\",\"threadId\":\"18c5a1b2c3d4e5f6\",\"labelIds\":[\"SENT\"]}"))
                .isEqualTo(new Outcome.Delivered(new SmtpReply(200, "Gmail id 18c5a1b2c3d4e5f6"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[1]",
                "{\"id\":7}",
                "{\"id\":\"a b\"}",
                "{\"id\":\"18c5",
                "<html>Sign in to the network</html>"
            })
    void successWithoutAnIdMayHaveBeenOne(String body) {
        assertThat(outcome(200, body)).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "403, dailyLimitExceeded, Daily Limit Exceeded, QUOTA_REACHED",
        "403, quotaExceeded, The request cannot be completed, QUOTA_REACHED",
        "429, rateLimitExceeded, User-rate limit exceeded.  Retry after 2026-01-31T19:00:00.000Z (Mail sending), QUOTA_REACHED",
        "403, accessNotConfigured, Gmail API has not been used in project 1 before or it is disabled., API_DISABLED",
        "403, insufficientPermissions, Request had insufficient authentication scopes., PERMISSION_MISSING",
        "400, failedPrecondition, Mail service not enabled, MAILBOX_MISSING",
        "403, domainPolicy, The domain administrators have disabled Gmail apps., ACCESS_BLOCKED",
        "403, forbidden, Delegation denied, ACCESS_BLOCKED",
    })
    void whatIsNotAboutTheMailHoldsIt(int status, String reason, String message, HoldReason held) {
        assertThat(outcome(status, error(status, reason, message)))
                .isEqualTo(new Outcome.Held(held, status + " " + reason + ": " + message));
    }

    @Test
    void theNewerFormOfAnErrorIsReadToo() {
        String body = "{\"error\":{\"code\":403,\"message\":\"Gmail API is disabled\",\"status\":\"PERMISSION_DENIED\","
                + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"SERVICE_DISABLED\"},"
                + "{\"@type\":\"type.googleapis.com/google.rpc.Help\",\"links\":[]},7]}}";

        assertThat(outcome(403, body))
                .isEqualTo(new Outcome.Held(HoldReason.API_DISABLED, "403 SERVICE_DISABLED: Gmail API is disabled"));
    }

    @ParameterizedTest
    @CsvSource({
        "429, rateLimitExceeded",
        "403, rateLimitExceeded",
        "403, userRateLimitExceeded",
        "408, timeout",
        "500, backendError",
        "503, backendError",
    })
    void whatMayPassLaterIsDeferred(int status, String reason) {
        assertThat(outcome(status, error(status, reason, "Try again")))
                .isEqualTo(new Outcome.Deferred(
                        DeferCause.SERVER, status + " " + reason + ": Try again", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After: 120 | Slow down | PT2M",
                "Retry-After: Sat, 31 Jan 2026 15:10:00 GMT | Slow down | PT10M",
                "Retry-After: Sat, 31 Jan 2026 14:10:00 GMT | Slow down | PT0S",
                "Retry-After: 999999999 | Slow down | PT24H",
                "X: y | User-rate limit exceeded.  Retry after 2026-01-31T15:15:00.500Z | PT15M0.5S",
            })
    void theTimeToComeBackIsReadWhereverItStands(String header, String message, Duration wait) {
        assertThat(outcome(429, error(429, "userRateLimitExceeded", message), header))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.retryAfter()).contains(wait));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retry-After: soon", "Retry-After: -5", "Retry-After: 99999999999999999999", "X: y"})
    void aTimeThatIsNoneIsNone(String header) {
        assertThat(outcome(503, error(503, "backendError", "Retry after 2026-99-99T99:99:99Z"), header))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.retryAfter()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalidArgument, Recipient address required, RECIPIENTS",
        "400, invalidArgument, Invalid To header, RECIPIENTS",
        "400, invalidArgument, Invalid value for ByteString, MESSAGE",
        "413, uploadTooLarge, Request Entity Too Large, SIZE",
    })
    void whatIsAboutTheMailRejectsIt(int status, String reason, String message, RejectCause cause) {
        assertThat(outcome(status, error(status, reason, message)))
                .isEqualTo(new Outcome.Rejected(cause, new SmtpReply(status, reason + ": " + message), List.of()));
    }

    @Test
    void aRefusedTokenIsToldApart() {
        assertThatThrownBy(() -> outcome(401, error(401, "authError", "Invalid Credentials")))
                .isInstanceOfSatisfying(TokenRefusedException.class, refused -> {
                    assertThat(refused.detail()).isEqualTo("401 authError: Invalid Credentials");
                    assertThat(refused.known()).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 404, 407, 413, 500, 502})
    void anAnswerThatIsNotGmailsDefersAndSaysSo(int status) {
        assertThat(outcome(status, "<html>Proxy</html>", "Content-Type: text/html; charset=utf-8"))
                .isEqualTo(new Outcome.Deferred(
                        DeferCause.SERVER,
                        "HTTP " + status + " (text/html): not an answer of Gmail's API",
                        Optional.empty()));
    }

    @Test
    void wordsOfAnAnswerAreBoundedAndOneLine() {
        Outcome outcome = outcome(400, error(400, "invalid\\r\\nArgument", "x".repeat(9_000) + "\\u0000"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reply().text())
                                .hasSizeLessThan(600)
                                .startsWith("invalid Argument: xxx")
                                .endsWith("…"));
    }
}
