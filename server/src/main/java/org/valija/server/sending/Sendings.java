package org.valija.server.sending;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
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
import org.valija.server.outbox.NodeIdentity;
import org.valija.server.outbox.OutboxStandings;
import org.valija.server.outbox.OutboxStandings.Node;
import org.valija.server.sending.DocumentDispatch.Departing;
import org.valija.server.sending.SendProgress.Step;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * Sends drafts by a mail server that takes a password, each on a thread of its own, and keeps how far it is for its page: a
 * password is not kept, so that such mail cannot wait in the outbox. The result is stored with the draft; what was on its way
 * when the program ended is told as unknown at its next start, or another node's when it does not live any more. Thread-safe.
 */
@Service
class Sendings {

    private static final Logger LOG = LoggerFactory.getLogger(Sendings.class);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** By then a sending has ended, whatever a server does. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Database database;
    private final DraftTable drafts;
    private final PreparedMails mails;
    private final ObjectProvider<DocumentDispatch> documents;
    private final MailSender sender;
    private final PasswordServer passwordServer;
    private final ExecutorService executor;
    private final String node;
    private final Clock clock;
    private final Map<String, SendProgress> running = new ConcurrentHashMap<>();

    Sendings(
            Database database,
            DraftTable drafts,
            PreparedMails mails,
            ObjectProvider<DocumentDispatch> documents,
            MailSender sender,
            PasswordServer passwordServer,
            @Qualifier("deliveries") ExecutorService executor,
            NodeIdentity node,
            OutboxStandings standings,
            Clock clock) {
        this.database = database;
        this.drafts = drafts;
        this.mails = mails;
        this.documents = documents;
        this.sender = sender;
        this.passwordServer = passwordServer;
        this.executor = executor;
        this.node = node.name();
        this.clock = clock;
        tellInterrupted(standings.nodes());
    }

    /** Drafts and the record tell it, or neither does. */
    private void tellInterrupted(List<Node> nodes) {
        List<String> others = nodes.stream()
                .filter(Node::alive)
                .map(Node::name)
                .filter(name -> !name.equals(node))
                .toList();
        Instant now = clock.instant();
        DraftResult unknown = new DraftResult(Cause.DELIVERY_INTERRUPTED.code(), "", Optional.empty(), "", now);
        int told = database.inTransaction(connection -> {
            List<String> ids = drafts.interrupted(connection, node, others, now.minus(LONGEST));
            for (String id : ids) {
                drafts.finish(connection, id, DraftState.UNKNOWN, unknown);
                documents.getObject().ended(connection, id, DraftState.UNKNOWN, unknown);
            }
            return ids.size();
        });
        if (told > 0) {
            LOG.warn("{} mails that were on their way with a password are told as unknown", told);
        }
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
    Acceptance start(Draft draft, String password) {
        Optional<PreparedMail> prepared = mails.of(draft);
        if (prepared.isEmpty()) {
            return Acceptance.DONE;
        }
        PreparedMail mail = prepared.get();
        boolean begun = false;
        try {
            Optional<Departing> ofDocument =
                    draft.document().map(known -> documents.getObject().departing(draft, mail, OptionalLong.empty()));
            begun = database.inTransaction(connection -> begin(connection, draft, ofDocument));
        } catch (SentMeanwhileException e) {
            return Acceptance.SENT_MEANWHILE;
        } finally {
            if (!begun) {
                mail.close();
            }
        }
        if (begun) {
            running.put(draft.id(), SendProgress.START);
            executor.execute(() -> run(draft, mail, password));
        }
        return Acceptance.DONE;
    }

    private boolean begin(Connection connection, Draft draft, Optional<Departing> ofDocument) throws SQLException {
        if (!drafts.begin(connection, draft.id(), draft.userCode(), node, clock.instant())) {
            return false;
        }
        if (ofDocument.isPresent() && ofDocument.get().write(connection).isEmpty()) {
            throw new SentMeanwhileException();
        }
        return true;
    }

    private void run(Draft draft, PreparedMail mail, String password) {
        AtomicBoolean wire = new AtomicBoolean();
        try (mail) {
            Outcome outcome = send(draft, mail, password, wire);
            keep(draft, state(outcome), result(draft, mail.mail(), outcome));
        } catch (RuntimeException e) {
            LOG.error("draft {} could not be sent", draft.id(), e);
            if (wire.get()) {
                keep(draft, DraftState.UNKNOWN, unknown(mail.mail()));
            } else {
                keep(draft, DraftState.DEFERRED, PreparedMails.notPrepared(e, clock.instant()));
            }
        } finally {
            running.remove(draft.id());
        }
    }

    private Outcome send(Draft draft, PreparedMail mail, String password, AtomicBoolean wire) {
        DeliveryListener listener = (step, sent, total) -> {
            wire.compareAndSet(false, step == DeliveryListener.Step.CONTENT || step == DeliveryListener.Step.REPLY);
            running.put(draft.id(), progress(step, sent, total));
        };
        running.put(draft.id(), new SendProgress(Step.PERMISSION, 0));
        return sender.sendWithPassword(
                passwordServer.server().orElseThrow(),
                new SmtpCredentials.Password(mail.mail().from().address(), Secret.of(password)),
                mail.mail().envelope(),
                mail.content(),
                listener);
    }

    /**
     * Stores how it ended. A database that refuses is asked again until it takes it: a draft whose mail has left must not be
     * told as one that has not. Until then, and at the next start when the program ends before, nobody can send it: it is told
     * as unknown then.
     */
    private void keep(Draft draft, DraftState state, DraftResult result) {
        boolean kept = false;
        while (!kept) {
            boolean last = executor.isShutdown();
            try {
                database.inTransaction(connection -> end(connection, draft, state, result));
                kept = true;
            } catch (DatabaseException e) {
                LOG.error("The end of draft {} could not be stored: {}", draft.id(), state, e);
                kept = last;
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    private boolean end(Connection connection, Draft draft, DraftState state, DraftResult result) throws SQLException {
        if (!drafts.finish(connection, draft.id(), state, result)) {
            return false;
        }
        mails.forget(connection, draft.id());
        if (draft.document().isPresent()) {
            documents.getObject().ended(connection, draft.id(), state, result);
        }
        return true;
    }

    private DraftResult unknown(OutgoingMail mail) {
        return new DraftResult(
                Cause.DELIVERY_INTERRUPTED.code(), "", Optional.of(mail.messageId()), "", clock.instant());
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
