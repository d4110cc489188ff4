package org.valija.server.sending;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.valija.diagnosis.Cause;
import org.valija.outbox.ContentId;
import org.valija.outbox.Lane;
import org.valija.outbox.MessageState;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.accounts.Accounts;
import org.valija.server.outbox.OutgoingMails;
import org.valija.server.sending.DocumentDispatch.Departing;
import org.valija.server.sending.DocumentDispatch.Line;
import org.valija.server.users.Operation;
import org.valija.sql.Database;

/** Hands drafts to the outbox, and takes back what it has not sent. Thread-safe. */
@Service
class Handover {

    private final Database database;
    private final DraftTable drafts;
    private final PreparedMails mails;
    private final ObjectProvider<DocumentDispatch> documents;
    private final Outbox outbox;
    private final OutgoingMails outgoing;
    private final Accounts accounts;
    private final SendingRights rights;
    private final Clock clock;

    Handover(
            Database database,
            DraftTable drafts,
            PreparedMails mails,
            ObjectProvider<DocumentDispatch> documents,
            Outbox outbox,
            OutgoingMails outgoing,
            Accounts accounts,
            SendingRights rights,
            Clock clock) {
        this.database = database;
        this.drafts = drafts;
        this.mails = mails;
        this.documents = documents;
        this.outbox = outbox;
        this.outgoing = outgoing;
        this.accounts = accounts;
        this.rights = rights;
        this.clock = clock;
    }

    /**
     * Hands a draft over: it and its mail change in one transaction, and of a document the record too, so that there is one of
     * each or none. Pressed twice, or from a page that is behind, it does nothing.
     *
     * @param version that the page showed
     */
    Acceptance accept(Draft draft, int version) {
        Optional<PreparedMail> prepared = mails.of(draft);
        if (prepared.isEmpty()) {
            return Acceptance.DONE;
        }
        try (PreparedMail mail = prepared.get()) {
            long grantId = accounts.sending(draft.userCode(), mail.mail().from().address())
                    .orElseThrow()
                    .id();
            if (accept(draft, version, mail, grantId)) {
                outbox.wake(grantId);
            }
            return Acceptance.DONE;
        } catch (SentMeanwhileException e) {
            return Acceptance.SENT_MEANWHILE;
        }
    }

    private boolean accept(Draft draft, int version, PreparedMail mail, long grantId) {
        NewMail accepted = NewMail.of(grantId, Lane.INTERACTIVE, mail.mail());
        Optional<Departing> ofDocument =
                draft.document().map(known -> documents.getObject().departing(draft, mail, OptionalLong.of(grantId)));
        if (mail.content().size() <= Outbox.INLINE) {
            return database.inTransaction(connection -> accept(
                    connection,
                    draft,
                    version,
                    new Passage(ofDocument, key -> outbox.enqueue(connection, accepted.named(key), mail.content()))));
        }
        ContentId staged = outbox.stage(mail.content());
        boolean taken = false;
        try {
            taken = database.inTransaction(connection -> accept(
                    connection,
                    draft,
                    version,
                    new Passage(ofDocument, key -> outbox.enqueue(connection, accepted.named(key), staged))));
            return taken;
        } finally {
            if (!taken) {
                outbox.discard(staged);
            }
        }
    }

    /** Hands a mail to the outbox under a key. */
    @FunctionalInterface
    private interface Enqueuing {
        Outbox.Accepted under(String key) throws SQLException;
    }

    /**
     * A mail on its way into the outbox.
     *
     * @param ofDocument where it is of one
     */
    private record Passage(Optional<Departing> ofDocument, Enqueuing enqueuing) {}

    private boolean accept(Connection connection, Draft draft, int version, Passage passage) throws SQLException {
        if (!drafts.accept(connection, draft, version, clock.instant())) {
            return false;
        }
        Outbox.Accepted accepted;
        if (passage.ofDocument().isPresent()) {
            accepted = recorded(connection, passage.ofDocument().get(), passage.enqueuing());
        } else {
            accepted = passage.enqueuing().under("draft-" + draft.id() + "-" + version);
        }
        drafts.handedOver(connection, draft.id(), accepted.id());
        mails.forget(connection, draft.id());
        return true;
    }

    private Outbox.Accepted recorded(Connection connection, Departing document, Enqueuing enqueuing)
            throws SQLException {
        Line line = document.write(connection).orElseThrow(SentMeanwhileException::new);
        Outbox.Accepted accepted = enqueuing.under(line.key());
        if (!accepted.anew()) {
            throw new SentMeanwhileException();
        }
        documents.getObject().handedIn(connection, line, accepted.id());
        return accepted;
    }

    /** The mail that a draft has become. */
    Optional<OutboxMail> mail(Draft draft) {
        return draft.outboxId().flatMap(outgoing::find);
    }

    /** Takes a mail back that has not left, so that its author may change it; false when it is leaving, or has left. */
    boolean takeBack(Draft draft) {
        rights.must(Operation.RUN, draft.document());
        return draft.outboxId()
                .filter(id -> outgoing.takeBack(id) || reopensAsItIs(draft))
                .map(id -> drafts.reopen(draft.id(), id, DraftState.DRAFT, Optional.empty(), clock.instant()))
                .orElse(false);
    }

    private boolean reopensAsItIs(Draft draft) {
        return mail(draft)
                .filter(mail -> mail.state() == MessageState.CANCELLED)
                .isPresent();
    }

    /** Gives a draft back to its author whose mail has ended without being sent; otherwise the draft stays as it is. */
    void reopenIfEnded(Draft draft) {
        Optional<OutboxMail> mail = draft.state() == DraftState.ACCEPTED ? mail(draft) : Optional.empty();
        mail.ifPresent(ended -> {
            switch (ended.state()) {
                case CANCELLED ->
                    drafts.reopen(draft.id(), ended.id(), DraftState.DRAFT, Optional.empty(), clock.instant());
                case FAILED ->
                    drafts.reopen(
                            draft.id(), ended.id(), DraftState.REJECTED, Optional.of(result(ended)), clock.instant());
                default -> {}
            }
        });
    }

    private DraftResult result(OutboxMail failed) {
        return new DraftResult(
                failed.cause().orElse(Cause.MESSAGE_REFUSED.code()),
                failed.detail(),
                Optional.of(failed.messageId()),
                failed.refused(),
                failed.endedAt().orElseGet(clock::instant));
    }
}
