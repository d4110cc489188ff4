package org.valija.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.Envelope;
import org.valija.mail.HoldReason;
import org.valija.mail.MailDiagnoses;
import org.valija.mail.Outcome;
import org.valija.mail.Outcome.DeferCause;

/** Decides what becomes of a mail, and of its account, after an attempt. Stateless but for the policy; thread-safe. */
final class Verdicts {

    /** Nobody tells us when an administrator has mended something at the provider. */
    private static final Duration ASK_ADMIN_AGAIN = Duration.ofMinutes(30);

    /** Providers count over 24 hours and do not say when they go on. */
    private static final Duration ASK_QUOTA_AGAIN = Duration.ofHours(1);

    private static final Duration SHORT_WAIT = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final DeliveryPolicy policy;
    private final String node;

    Verdicts(DeliveryPolicy policy, String node) {
        this.policy = policy;
        this.node = node;
    }

    /** A mail that was claimed and not begun: it waits as before, and nothing is kept of it. */
    Verdict notBegun(OutboxMail mail) {
        Next next = new Next(mail);
        next.state = mail.attempts() > 1 ? MessageState.DEFERRED : MessageState.QUEUED;
        next.attempts = mail.attempts() - 1;
        next.dueAt = Instant.EPOCH;
        return new Verdict(next.mail(), Optional.empty(), Optional.empty());
    }

    /** The mail's octets are not as they were accepted; nothing else can be done for it. */
    Verdict damaged(OutboxMail mail, Instant now, String detail) {
        Next next = new Next(mail);
        next.end(MessageState.FAILED, now, Cause.CONTENT_DAMAGED, detail);
        return next.verdict(Attempt.Result.REJECTED, now, Optional.empty());
    }

    /** The database does not give the mail's octets; somebody may be able to mend that. */
    Verdict unreadable(OutboxMail mail, Instant now, String detail) {
        Next next = new Next(mail);
        if (isTooOld(mail, now)) {
            next.end(failedOrSent(next), now, Cause.TOO_OLD, detail);
        } else {
            next.defer(now, retryIn(mail), Cause.CONTENT_UNREADABLE, detail);
        }
        return next.verdict(Attempt.Result.DEFERRED, now, Optional.empty());
    }

    /** An attempt ended. */
    Verdict of(OutboxMail mail, Outcome outcome, Instant now) {
        return outcome.fold(
                delivered -> delivered(mail, delivered, now),
                deferred -> deferred(mail, deferred, now),
                rejected -> rejected(mail, rejected, now),
                held -> held(mail, held, now),
                unknown -> unknown(mail, Diagnosis.of(Cause.DELIVERY_UNKNOWN).because(unknown.detail()), now));
    }

    /** The node that was sending it ended before it noted how that went. */
    Verdict interrupted(OutboxMail mail, Instant now) {
        return unknown(mail, Diagnosis.of(Cause.DELIVERY_INTERRUPTED), now);
    }

    private Verdict delivered(OutboxMail mail, Outcome.Delivered outcome, Instant now) {
        Next next = new Next(mail);
        next.refuse(outcome.refused().stream()
                .filter(recipient -> !recipient.reply().isTransient())
                .toList());
        List<Outcome.Recipient> later = outcome.refused().stream()
                .filter(recipient -> recipient.reply().isTransient())
                .toList();
        if (later.isEmpty()) {
            next.end(MessageState.SENT, now, null, outcome.reply().toString());
        } else if (isTooOld(mail, now)) {
            next.refuse(later);
            next.end(MessageState.SENT, now, null, outcome.reply().toString());
        } else {
            next.deliveredSome = true;
            next.envelope = new Envelope(
                    mail.envelope().sender(),
                    later.stream().map(Outcome.Recipient::address).toList(),
                    mail.envelope().notification());
            next.defer(now, retryIn(mail), Cause.MAIL_BUSY, later.get(0).reply().toString());
        }
        return next.verdict(Attempt.Result.DELIVERED, now, Optional.empty());
    }

    private Verdict deferred(OutboxMail mail, Outcome.Deferred outcome, Instant now) {
        Diagnosis diagnosis = MailDiagnoses.of(outcome).orElseThrow();
        Next next = new Next(mail);
        if (isTooOld(mail, now)) {
            next.end(failedOrSent(next), now, Cause.TOO_OLD, diagnosis.evidence());
        } else {
            Duration wait = outcome.retryAfter().orElse(Duration.ZERO);
            next.defer(now, longer(wait, retryIn(mail)), diagnosis.cause(), diagnosis.evidence());
        }
        Optional<Trouble> trouble = outcome.retryAfter()
                .map(wait -> new Trouble(
                        wait.compareTo(SHORT_WAIT) > 0 ? Optional.of(HoldKind.PROVIDER_DOWN) : Optional.empty(),
                        diagnosis.cause().code(),
                        diagnosis.evidence(),
                        Optional.of(wait)));
        return next.verdict(Attempt.Result.DEFERRED, now, trouble);
    }

    private Verdict rejected(OutboxMail mail, Outcome.Rejected outcome, Instant now) {
        Diagnosis diagnosis = MailDiagnoses.of(outcome).orElseThrow();
        Next next = new Next(mail);
        next.refuse(outcome.recipients());
        next.end(failedOrSent(next), now, diagnosis.cause(), diagnosis.evidence());
        return next.verdict(Attempt.Result.REJECTED, now, Optional.empty());
    }

    private Verdict held(OutboxMail mail, Outcome.Held outcome, Instant now) {
        Diagnosis diagnosis = MailDiagnoses.of(outcome).orElseThrow();
        Next next = new Next(mail);
        if (outcome.reason() == HoldReason.SENDER_NOT_ALLOWED) {
            next.state = MessageState.HELD;
            next.held = Optional.of(HoldKind.SENDER_NOT_ALLOWED);
            next.because(diagnosis.cause(), diagnosis.evidence());
            return next.verdict(Attempt.Result.HELD, now, Optional.empty());
        }
        next.defer(now, Duration.ZERO, diagnosis.cause(), diagnosis.evidence());
        return next.verdict(Attempt.Result.HELD, now, Optional.of(accountHeld(outcome.reason(), diagnosis)));
    }

    private Verdict unknown(OutboxMail mail, Diagnosis diagnosis, Instant now) {
        Next next = new Next(mail);
        next.unknowns++;
        if (policy.unknown() == DeliveryPolicy.Unknown.HOLD || next.unknowns >= policy.mostUnknowns()) {
            next.state = MessageState.UNKNOWN;
            next.because(diagnosis.cause(), diagnosis.evidence());
        } else {
            next.defer(now, retryIn(mail), diagnosis.cause(), diagnosis.evidence());
        }
        return next.verdict(Attempt.Result.UNKNOWN, now, Optional.empty());
    }

    /** Nothing could be begun: what that means for the account. */
    Trouble stopped(Outcome outcome, int failuresBefore) {
        Diagnosis diagnosis = MailDiagnoses.of(outcome).orElseThrow();
        if (outcome instanceof Outcome.Held held) {
            return accountHeld(held.reason(), diagnosis);
        }
        Duration pause = pause(failuresBefore);
        if (outcome instanceof Outcome.Deferred deferred) {
            pause = longer(pause, deferred.retryAfter().orElse(Duration.ZERO));
            boolean admins = deferred.cause() == DeferCause.CERTIFICATE || deferred.cause() == DeferCause.NOT_OFFERED;
            if (admins) {
                return new Trouble(
                        Optional.of(HoldKind.NEEDS_ADMIN),
                        diagnosis.cause().code(),
                        diagnosis.evidence(),
                        Optional.of(ASK_ADMIN_AGAIN));
            }
        }
        return paused(pause, diagnosis);
    }

    /** Mail after mail is put off: the account waits, instead of every mail being tried. */
    Trouble streak(Verdict last, int failuresBefore) {
        return paused(pause(failuresBefore), last.mail().diagnosis().orElseGet(() -> Diagnosis.of(Cause.MAIL_BUSY)));
    }

    /** Our own failure, which another attempt at once would only repeat. */
    Trouble broken(RuntimeException e) {
        return new Trouble(
                Optional.of(HoldKind.NEEDS_ADMIN),
                Cause.PREPARATION_FAILED.code(),
                e.getClass().getSimpleName(),
                Optional.of(ASK_ADMIN_AGAIN));
    }

    private static Trouble paused(Duration pause, Diagnosis diagnosis) {
        Optional<HoldKind> kind =
                pause.compareTo(SHORT_WAIT) > 0 ? Optional.of(HoldKind.PROVIDER_DOWN) : Optional.empty();
        return new Trouble(kind, diagnosis.cause().code(), diagnosis.evidence(), Optional.of(pause));
    }

    private static Trouble accountHeld(HoldReason reason, Diagnosis diagnosis) {
        HoldKind kind = switch (reason) {
            case QUOTA_REACHED -> HoldKind.QUOTA_REACHED;
            case NEEDS_ADMIN, SUBMISSION_DISABLED, API_DISABLED, ACCESS_BLOCKED -> HoldKind.NEEDS_ADMIN;
            case SENDER_NOT_ALLOWED -> HoldKind.SENDER_NOT_ALLOWED;
            case NEEDS_AUTHENTICATION, PERMISSION_MISSING, MAILBOX_MISSING -> HoldKind.NEEDS_AUTHENTICATION;
        };
        Optional<Duration> wait = switch (kind) {
            case QUOTA_REACHED -> Optional.of(ASK_QUOTA_AGAIN);
            case NEEDS_ADMIN -> Optional.of(ASK_ADMIN_AGAIN);
            default -> Optional.empty();
        };
        return new Trouble(Optional.of(kind), diagnosis.cause().code(), diagnosis.evidence(), wait);
    }

    private static Duration pause(int failuresBefore) {
        return jittered(shorter(FIRST_PAUSE.multipliedBy(1L << Math.min(failuresBefore, 12)), LONGEST_PAUSE));
    }

    private Duration retryIn(OutboxMail mail) {
        int before = Math.min(Math.max(mail.attempts() - 1, 0), 20);
        return jittered(shorter(policy.firstRetry().multipliedBy(1L << before), policy.longestRetry()));
    }

    private static Duration jittered(Duration wait) {
        return wait.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 5 + 1));
    }

    private boolean isTooOld(OutboxMail mail, Instant now) {
        return mail.acceptedAt().plus(policy.greatestAge()).isBefore(now);
    }

    /** Who got it got it, though nobody else will. */
    private static MessageState failedOrSent(Next next) {
        return next.deliveredSome ? MessageState.SENT : MessageState.FAILED;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The mail as it will be. */
    private final class Next {
        private final OutboxMail before;
        private MessageState state;
        private Optional<HoldKind> held = Optional.empty();
        private Instant dueAt;
        private Optional<Instant> endedAt = Optional.empty();
        private Envelope envelope;
        private int attempts;
        private int unknowns;
        private boolean deliveredSome;
        private String refused;
        private Optional<String> cause;
        private String detail;

        Next(OutboxMail before) {
            this.before = before;
            this.state = before.state();
            this.dueAt = before.dueAt();
            this.envelope = before.envelope();
            this.attempts = before.attempts();
            this.unknowns = before.unknowns();
            this.deliveredSome = before.deliveredSome();
            this.refused = before.refused();
            this.cause = before.cause();
            this.detail = before.detail();
        }

        void defer(Instant now, Duration wait, Cause why, String evidence) {
            state = MessageState.DEFERRED;
            dueAt = wait.isZero() ? Instant.EPOCH : now.plus(wait);
            because(why, evidence);
        }

        void end(MessageState how, Instant now, @Nullable Cause why, String evidence) {
            state = how;
            endedAt = Optional.of(now);
            cause = Optional.ofNullable(why).map(Cause::code);
            detail = evidence;
        }

        void because(Cause why, String evidence) {
            cause = Optional.of(why.code());
            detail = evidence;
        }

        void refuse(List<Outcome.Recipient> recipients) {
            String more = recipients.stream()
                    .map(recipient -> recipient.address().address() + " " + recipient.reply())
                    .collect(Collectors.joining("\n"));
            if (!more.isEmpty()) {
                refused = refused.isEmpty() ? more : refused + "\n" + more;
            }
        }

        Verdict verdict(Attempt.Result result, Instant now, Optional<Trouble> trouble) {
            OutboxMail mail = mail();
            Attempt attempt = new Attempt(
                    before.attempts(), before.begunAt().orElse(now), now, node, result, mail.cause(), mail.detail());
            return new Verdict(mail, Optional.of(attempt), trouble);
        }

        OutboxMail mail() {
            return new OutboxMail(
                    before.id(),
                    before.grantId(),
                    before.lane(),
                    state,
                    held,
                    dueAt,
                    before.acceptedAt(),
                    before.begunAt(),
                    endedAt,
                    envelope,
                    before.messageId(),
                    before.subject(),
                    before.batch(),
                    before.content(),
                    attempts,
                    unknowns,
                    deliveredSome,
                    refused,
                    cause,
                    detail);
        }
    }
}
