package org.valija.server.sending;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.valija.diagnosis.Cause;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.outbox.ContentId;
import org.valija.outbox.Lane;
import org.valija.outbox.MessageState;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.accounts.Accounts;
import org.valija.server.outbox.MailAction;
import org.valija.server.outbox.OutgoingMails;
import org.valija.sql.Database;

/** Hands drafts to the outbox, and takes back what it has not sent. Thread-safe. */
@Service
class Handover {

    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final Database database;
    private final DraftTable drafts;
    private final DraftMail mails;
    private final Outbox outbox;
    private final OutgoingMails outgoing;
    private final Accounts accounts;
    private final Clock clock;

    Handover(
            Database database,
            DraftTable drafts,
            DraftMail mails,
            Outbox outbox,
            OutgoingMails outgoing,
            Accounts accounts,
            Clock clock) {
        this.database = database;
        this.drafts = drafts;
        this.mails = mails;
        this.outbox = outbox;
        this.outgoing = outgoing;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Hands a draft over: it and its mail change in one transaction, so that there is one of both or none. Pressed twice, or
     * from a page that is behind, it does nothing.
     *
     * @param version that the page showed
     */
    void accept(Draft draft, int version) {
        try {
            OutgoingMail mail = mails.of(draft);
            long grantId = accounts.sending(draft.userCode(), mail.from().address())
                    .orElseThrow()
                    .id();
            NewMail accepted = NewMail.of(grantId, Lane.INTERACTIVE, mail).named("draft-" + draft.id() + "-" + version);
            try (MimeContent content = MimeContent.of(mail)) {
                if (accept(draft, version, accepted, content)) {
                    outbox.wake(grantId);
                }
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            notPrepared(draft, e);
        }
    }

    private boolean accept(Draft draft, int version, NewMail mail, MimeContent content) {
        Optional<ContentId> staged =
                content.size() > Outbox.INLINE ? Optional.of(outbox.stage(content)) : Optional.empty();
        return database.inTransaction(connection -> {
            if (!drafts.accept(connection, draft, version, clock.instant())) {
                return false;
            }
            Outbox.Accepted accepted = staged.isPresent()
                    ? outbox.enqueue(connection, mail, staged.get())
                    : outbox.enqueue(connection, mail, content);
            drafts.handedOver(connection, draft.id(), accepted.id());
            return true;
        });
    }

    private void notPrepared(Draft draft, RuntimeException e) {
        LOG.error("draft {} could not be put together", draft.id(), e);
        if (drafts.begin(draft.id(), draft.userCode(), clock.instant())) {
            drafts.finish(
                    draft.id(),
                    DraftState.DEFERRED,
                    new DraftResult(
                            Cause.PREPARATION_FAILED.code(),
                            e.getClass().getSimpleName(),
                            Optional.empty(),
                            "",
                            clock.instant()));
        }
    }

    /** The mail that a draft has become. */
    Optional<OutboxMail> mail(Draft draft) {
        return draft.outboxId().flatMap(outgoing::find);
    }

    /** Takes a mail back that has not left, so that its author may change it; false when it is leaving, or has left. */
    boolean takeBack(Draft draft) {
        return draft.outboxId()
                .filter(id -> outgoing.act(MailAction.CANCEL, List.of(id)) == 1 || reopensAsItIs(draft))
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
