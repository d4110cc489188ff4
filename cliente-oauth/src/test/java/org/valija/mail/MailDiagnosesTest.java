package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.RejectCause;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantError;
import org.valija.oauth.GrantState;

class MailDiagnosesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "535 | 5.7.8 Username and Password not accepted | MAIL_TOKEN_REFUSED",
                "535 | 5.7.3 Authentication unsuccessful | MAIL_TOKEN_REFUSED",
                "535 | 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. | SMTP_AUTH_DISABLED",
                "535 | 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. | SECURITY_DEFAULTS",
                "535 | 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated | SECURITY_DEFAULTS",
                "535 | 5.7.139 Authentication unsuccessful, basic authentication is disabled. | BASIC_AUTH_REFUSED",
                "550 | 5.7.30 Basic authentication is not supported for Client Submission. | BASIC_AUTH_REFUSED",
                "550 | 5.4.5 Daily user sending limit exceeded. | QUOTA_REACHED",
                "421 | 4.7.0 Try again later, closing connection. | RATE_LIMITED",
                "550 | 5.7.60 SMTP; Client does not have permissions to send as this sender | SEND_AS_DENIED",
                "554 | 5.2.252 SendAsDenied; juan@x.example not allowed to send as | SEND_AS_DENIED",
                "454 | 4.7.0 Temporary authentication failure | MAIL_AUTH_TEMPORARY",
                "552 | 5.3.4 Your message exceeded the size limit. | MESSAGE_TOO_LARGE",
                "552 | 5.2.3 longer than this mailbox takes | MESSAGE_TOO_LARGE",
                "552 | 5.2.2 The mailbox is full | RECIPIENT_MAILBOX_FULL",
                "452 | 4.2.2 The account is over quota | RECIPIENT_MAILBOX_FULL",
                "451 | 4.3.0 later | MAIL_BUSY",
                "554 | 5.6.0 content | MESSAGE_REFUSED",
            })
    void repliesNameTheirCause(int code, String text, Cause cause) {
        Diagnosis diagnosis = MailDiagnoses.of(new SmtpReply(code, text));

        assertThat(diagnosis.cause()).isEqualTo(cause);
        assertThat(diagnosis.evidence()).isEqualTo(code + " " + text);
    }

    @Test
    void particularsOfARefusedTokenAreRead() {
        SmtpReply google = new SmtpReply(
                535,
                "5.7.8 not accepted {\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}");
        SmtpReply insufficient = new SmtpReply(
                535, "5.7.8 no {\"status\":\"insufficient_scope\",\"scope\":\"https://mail.google.com/\"}");

        assertThat(MailDiagnoses.of(google).cause()).isEqualTo(Cause.MAIL_TOKEN_REFUSED);
        assertThat(MailDiagnoses.of(insufficient).cause()).isEqualTo(Cause.MAIL_SCOPE_MISSING);
        assertThat(MailDiagnoses.of(insufficient).particular()).isEqualTo("https://mail.google.com/");
        assertThat(MailDiagnoses.of(insufficient)
                        .about("juan@x.example")
                        .text(Locale.ENGLISH)
                        .what())
                .isEqualTo("The permission of juan@x.example does not cover sending mail");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NEEDS_AUTHENTICATION | invalid_grant: HTTP 400: Token has been expired or revoked. | GRANT_REVOKED",
                "NEEDS_AUTHENTICATION | 535 5.7.8 Username and Password not accepted | MAIL_TOKEN_REFUSED",
                "NEEDS_AUTHENTICATION | 500 5.5.1 what | MAIL_TOKEN_REFUSED",
                "NEEDS_AUTHENTICATION | disconnected | DISCONNECTED",
                "NEEDS_AUTHENTICATION | no such grant | NOT_CONNECTED",
                "NEEDS_AUTHENTICATION | seal: The value in Emails.RefreshToken does not open: it was edited | SEAL_BROKEN",
                "NEEDS_AUTHENTICATION | 401 authError: Invalid Credentials | MAIL_TOKEN_REFUSED",
                "NEEDS_ADMIN | seal: The value in Emails.RefreshToken does not open: no key | KEY_MISSING",
                "PERMISSION_MISSING | 403 insufficientPermissions: Insufficient Permission | MAIL_SCOPE_MISSING",
                "API_DISABLED | 403 accessNotConfigured: not enabled | GMAIL_API_DISABLED",
                "MAILBOX_MISSING | 400 failedPrecondition: Mail service not enabled | MAILBOX_MISSING",
                "ACCESS_BLOCKED | 403 domainPolicy: blocked | MAIL_ACCESS_BLOCKED",
                "QUOTA_REACHED | 429 User-rate limit exceeded (Mail sending) | QUOTA_REACHED",
                "NEEDS_ADMIN | invalid_client: HTTP 401: AADSTS7000222: expired | CLIENT_SECRET_EXPIRED",
                "QUOTA_REACHED | 421 4.7.0 Too many messages: rate exceeded | RATE_LIMITED",
                "QUOTA_REACHED | 550 5.4.5 Daily user sending limit exceeded. | QUOTA_REACHED",
                "SUBMISSION_DISABLED | 535 5.7.139 SmtpClientAuthentication is disabled | SMTP_AUTH_DISABLED",
                "SENDER_NOT_ALLOWED | 550 5.7.60 no | SEND_AS_DENIED",
            })
    void heldMailNamesItsCause(HoldReason reason, String detail, Cause cause) {
        assertThat(cause(new Outcome.Held(reason, detail))).isEqualTo(cause);
    }

    @Test
    void deferredAndRejectedMailNamesItsCause() {
        assertThat(cause(deferred(DeferCause.UNREACHABLE, "x:465: connection refused")))
                .isEqualTo(Cause.MAIL_UNREACHABLE);
        assertThat(cause(deferred(DeferCause.CERTIFICATE, "x"))).isEqualTo(Cause.MAIL_CERTIFICATE);
        assertThat(cause(deferred(DeferCause.NOT_OFFERED, "x"))).isEqualTo(Cause.MAIL_NOT_OFFERED);
        assertThat(cause(deferred(DeferCause.SERVER, "421 4.7.0 later"))).isEqualTo(Cause.RATE_LIMITED);
        assertThat(cause(deferred(DeferCause.SERVER, "503 backendError: later")))
                .isEqualTo(Cause.MAIL_BUSY);
        assertThat(cause(deferred(DeferCause.SERVER, "403 userRateLimitExceeded: slow down")))
                .isEqualTo(Cause.RATE_LIMITED);
        assertThat(cause(deferred(DeferCause.SERVER, "nonsense"))).isEqualTo(Cause.MAIL_BUSY);
        assertThat(cause(deferred(DeferCause.TOKEN, "http_503: HTTP 503"))).isEqualTo(Cause.PROVIDER_DOWN);
        assertThat(cause(new Outcome.Rejected(RejectCause.RECIPIENTS, new SmtpReply(550, "5.1.1 no"), List.of())))
                .isEqualTo(Cause.RECIPIENTS_REFUSED);
        assertThat(cause(new Outcome.Rejected(RejectCause.MAILBOX_FULL, new SmtpReply(552, "5.2.2 full"), List.of())))
                .isEqualTo(Cause.RECIPIENT_MAILBOX_FULL);
        assertThat(cause(new Outcome.Unknown("connection lost"))).isEqualTo(Cause.DELIVERY_UNKNOWN);
        assertThat(MailDiagnoses.of(new Outcome.Delivered(new SmtpReply(250, "ok"), List.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyFailedConnectionHasItsDiagnosis(SmtpConnectException.Kind kind) {
        SmtpConnectException failure = new SmtpConnectException(kind, "smtp.x.example:465: words", null, null);

        assertThat(failure.diagnosis().particular()).isEqualTo("smtp.x.example");
        assertThat(failure.diagnosis().evidence()).isEqualTo("smtp.x.example:465: words");
    }

    @Test
    void whatTheMailServerSaidToAnAccountsTokenIsUnderstood() {
        assertThat(MailDiagnoses.of(grant("mail_refused", "535 5.7.139 SmtpClientAuthentication is disabled"), "M365"))
                .map(Diagnosis::cause)
                .contains(Cause.SMTP_AUTH_DISABLED);
        assertThat(MailDiagnoses.of(grant("mail_refused", "the server did not accept"), "M365"))
                .map(Diagnosis::cause)
                .contains(Cause.MAIL_TOKEN_REFUSED);
        assertThat(MailDiagnoses.of(grant("invalid_client", "HTTP 401"), "M365"))
                .map(Diagnosis::cause)
                .contains(Cause.CLIENT_SECRET_REFUSED);
    }

    private static Grant grant(String code, String detail) {
        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        return new Grant(
                1,
                "JUAN",
                2,
                "juan@x.example",
                "juan@x.example",
                GrantState.CONNECTED,
                Set.of(),
                Optional.empty(),
                noon,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new GrantError(code, detail, noon)));
    }

    @Test
    void whatWasKeptIsUnderstoodAgain() {
        Diagnosis unreachable = MailDiagnoses.of(
                        deferred(DeferCause.TOKEN, "unreachable: oauth2.googleapis.com: Connection refused"))
                .orElseThrow();

        assertThat(MailDiagnoses.restored(unreachable.cause(), unreachable.evidence()))
                .isEqualTo(unreachable);
        assertThat(MailDiagnoses.restored(Cause.PASSWORD_REFUSED, "535 5.7.8 no")
                        .cause())
                .isEqualTo(Cause.PASSWORD_REFUSED);
    }

    private static Outcome deferred(DeferCause cause, String detail) {
        return new Outcome.Deferred(cause, detail, Optional.empty());
    }

    private static Cause cause(Outcome outcome) {
        return MailDiagnoses.of(outcome).orElseThrow().cause();
    }
}
