package org.valija.mail;

import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuthDiagnoses;

/**
 * Names the cause behind how a delivery ended and behind what mail servers say: enhanced status codes (RFC 3463) of known
 * providers, the particulars of an XOAUTH2 or OAUTHBEARER refusal, and what kept a connection from coming about. Explains
 * only; what becomes of the mail is decided by {@link Outcome}. Stateless.
 */
public final class MailDiagnoses {

    /**
     * A reply that is known.
     *
     * @param code of the reply; 0 for any
     * @param status enhanced status code; empty for any
     * @param words that the text must contain, in lower case; empty for any
     */
    private record Known(int code, String status, String words, Cause cause) {
        boolean fits(SmtpReply reply) {
            return (code == 0 || code == reply.code())
                    && (status.isEmpty()
                            || reply.enhancedStatus().filter(status::equals).isPresent())
                    && reply.text().toLowerCase(Locale.ROOT).contains(words);
        }
    }

    /** The first one that fits counts. */
    private static final List<Known> KNOWN = List.of(
            // learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements
            new Known(535, "5.7.139", "security defaults", Cause.SECURITY_DEFAULTS),
            new Known(535, "5.7.139", "conditional access", Cause.SECURITY_DEFAULTS),
            new Known(535, "5.7.139", "did not meet the criteria", Cause.SECURITY_DEFAULTS),
            new Known(535, "5.7.139", "basic authentication is disabled", Cause.BASIC_AUTH_REFUSED),
            new Known(535, "5.7.139", "credentials were incorrect", Cause.MAIL_TOKEN_REFUSED),
            new Known(535, "5.7.139", "", Cause.SMTP_AUTH_DISABLED),
            new Known(0, "5.7.30", "", Cause.BASIC_AUTH_REFUSED),
            // support.google.com/a/answer/3726730
            new Known(550, "5.4.5", "", Cause.QUOTA_REACHED),
            new Known(452, "4.5.3", "quota", Cause.QUOTA_REACHED),
            new Known(0, "5.2.252", "", Cause.SEND_AS_DENIED),
            new Known(550, "5.7.60", "", Cause.SEND_AS_DENIED),
            new Known(553, "5.7.1", "sender address rejected", Cause.SEND_AS_DENIED),
            new Known(534, "5.7.9", "", Cause.BASIC_AUTH_REFUSED),
            new Known(0, "", "insufficient_scope", Cause.MAIL_SCOPE_MISSING),
            new Known(535, "", "", Cause.MAIL_TOKEN_REFUSED),
            new Known(0, "", "\"status\":\"4", Cause.MAIL_TOKEN_REFUSED),
            new Known(0, "", "invalid_token", Cause.MAIL_TOKEN_REFUSED),
            new Known(454, "", "", Cause.MAIL_AUTH_TEMPORARY),
            new Known(421, "4.7.0", "", Cause.RATE_LIMITED),
            new Known(450, "4.2.1", "", Cause.RATE_LIMITED),
            new Known(432, "", "", Cause.RATE_LIMITED),
            // RFC 3463 §3.3; 552 alone says either (RFC 5321 §4.2.3 and RFC 1870 §6.1)
            new Known(0, "5.2.2", "", Cause.RECIPIENT_MAILBOX_FULL),
            new Known(0, "4.2.2", "", Cause.RECIPIENT_MAILBOX_FULL),
            new Known(552, "", "", Cause.MESSAGE_TOO_LARGE),
            new Known(0, "5.3.4", "", Cause.MESSAGE_TOO_LARGE),
            new Known(0, "5.6.7", "", Cause.ADDRESS_NOT_ASCII),
            // Gmail's API: developers.google.com/workspace/gmail/api/guides/handle-errors
            new Known(401, "", "", Cause.MAIL_TOKEN_REFUSED),
            new Known(403, "", "ratelimitexceeded", Cause.RATE_LIMITED),
            new Known(429, "", "(mail sending)", Cause.QUOTA_REACHED),
            new Known(429, "", "", Cause.RATE_LIMITED));

    private static final Pattern REPLY = Pattern.compile("^(\\d{3}) (.*)$", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("^([^ :]+):\\d+: |not for (\\S+)$");
    private static final Pattern SCOPE = Pattern.compile("\"scope\"\\s*:\\s*\"([^\"]*)\"");

    private MailDiagnoses() {}

    /** Why a delivery did not succeed; empty when it did. */
    public static Optional<Diagnosis> of(Outcome outcome) {
        return outcome.fold(
                delivered -> Optional.empty(),
                deferred -> Optional.of(deferred(deferred)),
                rejected -> Optional.of(rejected(rejected)),
                held -> Optional.of(held(held)),
                unknown -> Optional.of(Diagnosis.of(Cause.DELIVERY_UNKNOWN).because(unknown.detail())));
    }

    /**
     * What is wrong with an account: what a mail server said to its token where that was last, else as
     * {@link OAuthDiagnoses#of(Grant, String)}. Empty when nothing is.
     */
    public static Optional<Diagnosis> of(Grant grant, String providerName) {
        return grant.lastError()
                .filter(error -> error.code().equals(MailSender.REFUSED))
                .flatMap(error -> reply(error.detail()))
                .map(reply -> of(reply).about(grant.email()).at(providerName))
                .or(() -> OAuthDiagnoses.of(grant, providerName));
    }

    /**
     * A diagnosis of which only cause and evidence were kept; what is particular to the case is found in its evidence
     * again.
     */
    public static Diagnosis restored(Cause cause, String evidence) {
        Diagnosis again = reply(evidence).map(MailDiagnoses::of).orElseGet(() -> OAuthDiagnoses.ofEvidence(evidence));
        return Diagnosis.of(cause)
                .naming(again.cause() == cause ? again.particular() : "")
                .because(evidence);
    }

    /** What a server's refusal means. */
    public static Diagnosis of(SmtpReply reply) {
        Cause otherwise = reply.isTransient() ? Cause.MAIL_BUSY : Cause.MESSAGE_REFUSED;
        return known(reply).orElseGet(() -> Diagnosis.of(otherwise).because(reply.toString()));
    }

    /** Why a connection did not come about. */
    static Diagnosis of(SmtpConnectException failure) {
        Optional<Diagnosis> said = failure.reply().flatMap(MailDiagnoses::known);
        if (said.isPresent()) {
            return said.get();
        }
        boolean unknownName = failure.getCause() instanceof UnknownHostException;
        Cause cause = switch (failure.kind()) {
            case UNREACHABLE -> unknownName ? Cause.MAIL_NAME_UNKNOWN : Cause.MAIL_UNREACHABLE;
            case TLS_UNTRUSTED -> Cause.MAIL_CERTIFICATE_UNTRUSTED;
            case TLS_NAME_MISMATCH -> Cause.MAIL_CERTIFICATE_NAME;
            case TLS_NOT_OFFERED -> Cause.MAIL_NOT_ENCRYPTED;
            case AUTH_NOT_OFFERED -> Cause.MAIL_NO_MECHANISM;
            case AUTH_REFUSED -> Cause.MAIL_TOKEN_REFUSED;
            case AUTH_TEMPORARY -> Cause.MAIL_AUTH_TEMPORARY;
            case PROTOCOL -> Cause.MAIL_PROTOCOL;
        };
        return Diagnosis.of(cause)
                .naming(host(String.valueOf(failure.getMessage())))
                .because(failure.reply().map(SmtpReply::toString).orElse(String.valueOf(failure.getMessage())));
    }

    /** As {@link SmtpClient} names it: at the beginning with its port, or as the name that the certificate lacks. */
    private static String host(String message) {
        Matcher matcher = HOST.matcher(message);
        return matcher.find() ? Optional.ofNullable(matcher.group(1)).orElseGet(() -> matcher.group(2)) : "";
    }

    private static Optional<Diagnosis> known(SmtpReply reply) {
        return KNOWN.stream().filter(entry -> entry.fits(reply)).findFirst().map(entry -> {
            Matcher scope = SCOPE.matcher(reply.text());
            return Diagnosis.of(entry.cause())
                    .naming(scope.find() ? scope.group(1) : "")
                    .because(reply.toString());
        });
    }

    private static Diagnosis deferred(Outcome.Deferred deferred) {
        return switch (deferred.cause()) {
            case UNREACHABLE -> Diagnosis.of(Cause.MAIL_UNREACHABLE).because(deferred.detail());
            case CERTIFICATE -> Diagnosis.of(Cause.MAIL_CERTIFICATE).because(deferred.detail());
            case NOT_OFFERED -> Diagnosis.of(Cause.MAIL_NOT_OFFERED).because(deferred.detail());
            case SERVER ->
                reply(deferred.detail())
                        .flatMap(MailDiagnoses::known)
                        .orElseGet(() -> Diagnosis.of(Cause.MAIL_BUSY).because(deferred.detail()));
            case TOKEN -> ofVault(deferred.detail());
        };
    }

    private static Diagnosis rejected(Outcome.Rejected rejected) {
        Cause cause = switch (rejected.cause()) {
            case RECIPIENTS -> Cause.RECIPIENTS_REFUSED;
            case MAILBOX_FULL -> Cause.RECIPIENT_MAILBOX_FULL;
            case SIZE -> Cause.MESSAGE_TOO_LARGE;
            case SMTPUTF8 -> Cause.ADDRESS_NOT_ASCII;
            case MESSAGE -> Cause.MESSAGE_REFUSED;
        };
        return Diagnosis.of(cause).because(rejected.reply().toString());
    }

    private static Diagnosis held(Outcome.Held held) {
        Optional<Diagnosis> said = reply(held.detail()).flatMap(MailDiagnoses::known);
        return switch (held.reason()) {
            case NEEDS_AUTHENTICATION ->
                said.orElseGet(() -> reply(held.detail())
                        .map(reply -> Diagnosis.of(Cause.MAIL_TOKEN_REFUSED).because(held.detail()))
                        .orElseGet(() -> ofVault(held.detail())));
            case NEEDS_ADMIN ->
                held.detail().startsWith(MailSender.SEAL)
                        ? Diagnosis.of(Cause.KEY_MISSING).because(held.detail())
                        : ofVault(held.detail());
            case QUOTA_REACHED ->
                said.orElseGet(() -> Diagnosis.of(Cause.QUOTA_REACHED).because(held.detail()));
            case SUBMISSION_DISABLED ->
                said.orElseGet(() -> Diagnosis.of(Cause.SMTP_AUTH_DISABLED).because(held.detail()));
            case SENDER_NOT_ALLOWED ->
                said.orElseGet(() -> Diagnosis.of(Cause.SEND_AS_DENIED).because(held.detail()));
            case PERMISSION_MISSING -> Diagnosis.of(Cause.MAIL_SCOPE_MISSING).because(held.detail());
            case API_DISABLED -> Diagnosis.of(Cause.GMAIL_API_DISABLED).because(held.detail());
            case MAILBOX_MISSING -> Diagnosis.of(Cause.MAILBOX_MISSING).because(held.detail());
            case ACCESS_BLOCKED -> Diagnosis.of(Cause.MAIL_ACCESS_BLOCKED).because(held.detail());
        };
    }

    /** The vault's errors come as its code and words. */
    private static Diagnosis ofVault(String detail) {
        if (detail.startsWith(MailSender.SEAL)) {
            return Diagnosis.of(Cause.SEAL_BROKEN).because(detail);
        }
        int colon = detail.indexOf(": ");
        return colon < 0
                ? OAuthDiagnoses.of(detail, "")
                : OAuthDiagnoses.of(detail.substring(0, colon), detail.substring(colon + 2));
    }

    private static Optional<SmtpReply> reply(String detail) {
        Matcher matcher = REPLY.matcher(detail);
        return matcher.matches()
                ? Optional.of(new SmtpReply(Integer.parseInt(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }
}
