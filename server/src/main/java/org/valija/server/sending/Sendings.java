package org.valija.server.sending;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.mail.DeliveryListener;
import org.valija.mail.MailDiagnoses;
import org.valija.mail.MailSender;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.SmtpCredentials;
import org.valija.oauth.Secret;
import org.valija.server.accounts.PasswordServer;
import org.valija.server.sending.SendProgress.Step;

/**
 * Sends drafts by a mail server that takes a password, each on a thread of its own, and keeps how far it is for its page: a
 * password is not kept, so that such mail cannot wait in the outbox. The result is stored with the draft; what was on its way
 * when the program ended is told as unknown at the next start. Thread-safe.
 */
@Service
class Sendings {

    private static final Logger LOG = LoggerFactory.getLogger(Sendings.class);

    private final DraftTable drafts;
    private final DraftMail mails;
    private final MailSender sender;
    private final PasswordServer passwordServer;
    private final ExecutorService executor;
    private final Clock clock;
    private final Map<String, SendProgress> running = new ConcurrentHashMap<>();

    Sendings(
            DraftTable drafts,
            DraftMail mails,
            MailSender sender,
            PasswordServer passwordServer,
            @Qualifier("deliveries") ExecutorService executor,
            Clock clock) {
        this.drafts = drafts;
        this.mails = mails;
        this.sender = sender;
        this.passwordServer = passwordServer;
        this.executor = executor;
        this.clock = clock;
        drafts.interrupted(clock.instant());
    }

    /** How far the sending of a draft is, while it runs on this node. */
    Optional<SendProgress> progress(String draftId) {
        return Optional.ofNullable(running.get(draftId));
    }

    /**
     * Starts sending; of two that press the button, one does.
     *
     * @param password for the server; not kept
     */
    void start(Draft draft, String password) {
        if (!drafts.begin(draft.id(), draft.userCode(), clock.instant())) {
            return;
        }
        running.put(draft.id(), SendProgress.START);
        executor.execute(() -> run(draft, password));
    }

    private void run(Draft draft, String password) {
        try {
            OutgoingMail mail = mails.of(draft);
            Outcome outcome = send(draft, mail, password);
            drafts.finish(draft.id(), state(outcome), result(draft, mail, outcome));
        } catch (RuntimeException e) {
            LOG.error("draft {} could not be sent", draft.id(), e);
            drafts.finish(
                    draft.id(),
                    DraftState.DEFERRED,
                    new DraftResult(
                            Cause.PREPARATION_FAILED.code(),
                            e.getClass().getSimpleName(),
                            Optional.empty(),
                            "",
                            clock.instant()));
        } finally {
            running.remove(draft.id());
        }
    }

    private Outcome send(Draft draft, OutgoingMail mail, String password) {
        DeliveryListener listener = (step, sent, total) -> running.put(draft.id(), progress(step, sent, total));
        running.put(draft.id(), new SendProgress(Step.PERMISSION, 0));
        return sender.sendWithPassword(
                passwordServer.server().orElseThrow(),
                new SmtpCredentials.Password(mail.from().address(), Secret.of(password)),
                mail,
                listener);
    }

    private DraftResult result(Draft draft, OutgoingMail mail, Outcome outcome) {
        List<Outcome.Recipient> refused =
                outcome instanceof Outcome.Delivered delivered ? delivered.refused() : List.of();
        LOG.info(
                "draft {} of {}: {}",
                draft.id(),
                draft.userCode(),
                outcome.getClass().getSimpleName());
        Optional<Diagnosis> trouble = MailDiagnoses.of(outcome);
        return new DraftResult(
                trouble.map(diagnosis -> cause(diagnosis).code()).orElse(DraftResult.SENT),
                trouble.map(Diagnosis::evidence).orElseGet(() -> reply(outcome)),
                Optional.of(mail.messageId()),
                refused.stream().map(recipient -> recipient.address().address()).collect(Collectors.joining(", ")),
                clock.instant());
    }

    /** Servers refuse token and password with the same code. */
    private static Cause cause(Diagnosis diagnosis) {
        return diagnosis.cause() == Cause.MAIL_TOKEN_REFUSED ? Cause.PASSWORD_REFUSED : diagnosis.cause();
    }

    private static String reply(Outcome outcome) {
        return outcome instanceof Outcome.Delivered delivered
                ? delivered.reply().toString()
                : "";
    }

    private static DraftState state(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> DraftState.SENT;
            case Outcome.Deferred deferred -> DraftState.DEFERRED;
            case Outcome.Rejected rejected -> DraftState.REJECTED;
            case Outcome.Held held -> DraftState.HELD;
            case Outcome.Unknown unknown -> DraftState.UNKNOWN;
        };
    }

    private static SendProgress progress(DeliveryListener.Step step, long sent, long total) {
        Step shown = switch (step) {
            case CONNECTING -> Step.CONNECTING;
            case AUTHENTICATING -> Step.AUTHENTICATING;
            case ENVELOPE -> Step.ENVELOPE;
            case CONTENT -> Step.CONTENT;
            case REPLY -> Step.REPLY;
        };
        return new SendProgress(shown, total == 0 ? 0 : (int) (sent * 100 / total));
    }
}
