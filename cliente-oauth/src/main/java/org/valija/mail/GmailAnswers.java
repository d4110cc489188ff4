package org.valija.mail;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.RejectCause;

/**
 * What answers of Gmail's API mean: the known reasons as data, the rest by their status
 * (developers.google.com/workspace/gmail/api/guides/handle-errors). Thread-safe.
 */
final class GmailAnswers {

    /**
     * An error that is about the account or the installation, not about the mail.
     *
     * @param reason as Google names it; empty for any
     * @param words that the message must contain, in lower case; empty for any
     */
    private record Known(int status, String reason, String words, HoldReason meaning) {}

    private static final List<Known> HELD = List.of(
            new Known(403, "dailyLimitExceeded", "", HoldReason.QUOTA_REACHED),
            new Known(403, "quotaExceeded", "", HoldReason.QUOTA_REACHED),
            new Known(429, "dailyLimitExceeded", "", HoldReason.QUOTA_REACHED),
            new Known(429, "quotaExceeded", "", HoldReason.QUOTA_REACHED),
            // The account's daily limit for sending, by whatever road; it names the hour at which it may end.
            new Known(429, "", "(mail sending)", HoldReason.QUOTA_REACHED),
            new Known(403, "accessNotConfigured", "", HoldReason.API_DISABLED),
            new Known(403, "SERVICE_DISABLED", "", HoldReason.API_DISABLED),
            new Known(403, "insufficientPermissions", "", HoldReason.PERMISSION_MISSING),
            new Known(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "", HoldReason.PERMISSION_MISSING),
            // "Mail service not enabled", "Precondition check failed": a Google account without Gmail
            new Known(400, "failedPrecondition", "", HoldReason.MAILBOX_MISSING));

    private static final List<String> RATE =
            List.of("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED");

    private static final Pattern RECIPIENT =
            Pattern.compile("(?i)recipient address|invalid (?:to|cc|bcc) header|no recipients");
    private static final Pattern RETRY_TIME = Pattern.compile("Retry after (\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z)");
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Clock clock;

    GmailAnswers(Clock clock) {
        this.clock = clock;
    }

    /**
     * The outcome of a mail whose last octet was sent.
     *
     * @throws TokenRefusedException when it is the token that was refused
     */
    Outcome outcome(HttpAnswer answer) {
        return answer.status() / 100 == 2 ? accepted(answer) : refused(answer);
    }

    private static Outcome accepted(HttpAnswer answer) {
        Optional<String> id = GmailError.json(answer.body())
                .map(message -> message.get("id"))
                .filter(String.class::isInstance)
                .map(String::valueOf)
                .filter(text -> text.matches("[A-Za-z0-9_-]{1,100}"));
        return id.<Outcome>map(
                        text -> new Outcome.Delivered(new SmtpReply(answer.status(), "Gmail id " + text), List.of()))
                .orElseGet(() -> new Outcome.Unknown(notGmail(answer)));
    }

    /**
     * What an answer means that is no success.
     *
     * @throws TokenRefusedException when it is the token that was refused
     */
    Outcome refused(HttpAnswer answer) {
        Optional<GmailError> read = GmailError.read(answer.body());
        int status = answer.status();
        if (read.isEmpty()) {
            // A proxy's, or of an address where Gmail is not: nothing was accepted.
            return new Outcome.Deferred(DeferCause.SERVER, notGmail(answer), retryAfter(answer, ""));
        }
        GmailError error = read.get();
        String detail = status + " " + error;
        if (status == 401) {
            throw new TokenRefusedException(Optional.empty(), detail, null);
        }
        Optional<HoldReason> held = holdReason(status, error);
        if (held.isPresent()) {
            return new Outcome.Held(held.get(), detail);
        }
        if (status == 408 || status == 429 || status >= 500 || isRate(error)) {
            return new Outcome.Deferred(DeferCause.SERVER, detail, retryAfter(answer, error.message()));
        }
        if (status == 403) {
            return new Outcome.Held(HoldReason.ACCESS_BLOCKED, detail);
        }
        if (status == 400 || status == 413) {
            return new Outcome.Rejected(cause(status, error), new SmtpReply(status, error.toString()), List.of());
        }
        return new Outcome.Deferred(DeferCause.SERVER, detail, Optional.empty());
    }

    private static Optional<HoldReason> holdReason(int status, GmailError error) {
        return HELD.stream()
                .filter(known -> known.status() == status
                        && (known.reason().isEmpty() || error.has(known.reason()))
                        && error.says(known.words()))
                .map(Known::meaning)
                .findFirst();
    }

    private static boolean isRate(GmailError error) {
        return RATE.stream().anyMatch(error::has);
    }

    private static RejectCause cause(int status, GmailError error) {
        if (status == 413 || error.has("uploadTooLarge")) {
            return RejectCause.SIZE;
        }
        return RECIPIENT.matcher(error.message()).find() ? RejectCause.RECIPIENTS : RejectCause.MESSAGE;
    }

    private static String notGmail(HttpAnswer answer) {
        String what = answer.headers()
                .firstValue("Location")
                .map(to -> ", a redirect that is not followed")
                .orElse("");
        String type = answer.headers()
                .firstValue("Content-Type")
                .filter(value -> value.matches("[\\w.+/-]{1,60}(;.*)?"))
                .map(value -> " (" + value.replaceFirst(";.*", "") + ")")
                .orElse("");
        return "HTTP " + answer.status() + type + what + ": not an answer of Gmail's API";
    }

    /** RFC 9110 §10.2.3, or the time that Google writes into its message. */
    private Optional<Duration> retryAfter(HttpAnswer answer, String message) {
        String header = answer.headers().firstValue("Retry-After").orElse("").strip();
        if (header.matches("\\d{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(header))));
        }
        try {
            if (!header.isEmpty()) {
                return Optional.of(until(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header))));
            }
            Matcher time = RETRY_TIME.matcher(message);
            return time.find() ? Optional.of(until(Instant.parse(time.group(1)))) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Duration until(Instant time) {
        return bounded(Duration.between(clock.instant(), time));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
