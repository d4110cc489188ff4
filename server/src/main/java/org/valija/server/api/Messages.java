package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MailPage;
import org.valija.outbox.OutboxMail;
import org.valija.server.outbox.MailAction;
import org.valija.server.outbox.MailView;
import org.valija.server.outbox.MailWords;
import org.valija.server.outbox.OutgoingMails;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;

/** The mails that the calling program may see. Thread-safe. */
@Service
class Messages {

    private final OutgoingMails mails;
    private final MailWords words;
    private final CurrentCaller caller;

    Messages(OutgoingMails mails, MailWords words, CurrentCaller caller) {
        this.caller = caller;
        this.mails = mails;
        this.words = words;
    }

    /**
     * A part of what was searched for, the latest first.
     *
     * @param before for the next part; without it there is none
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<MessageBody> messages, Optional<Long> before) {
        Page {
            messages = List.copyOf(messages);
        }
    }

    /** One that was just handed in; empty when its record is forgotten. */
    Optional<MessageBody> accepted(long id) {
        return mails.find(id).map(this::whole);
    }

    /**
     * Empty when its record is forgotten.
     *
     * @throws org.valija.server.users.NotPermittedException unless the user acted for may look at the outbox
     */
    Optional<MessageBody> find(long id) {
        caller.must(Function.OUTBOX, Operation.VIEW);
        return accepted(id);
    }

    Page search(MailFilter filter, Optional<Long> before, int limit) {
        MailPage page = mails.search(filter, before, limit);
        return new Page(
                words.views(page.mails()).stream().map(view -> body(view)).toList(), page.olderThan());
    }

    /** Takes a mail back; empty when it is leaving or has ended. */
    Optional<MessageBody> cancel(long id) {
        return mails.act(MailAction.CANCEL, List.of(id)).done() == 1 ? accepted(id) : Optional.empty();
    }

    private MessageBody whole(OutboxMail mail) {
        MailView view = words.view(mail);
        return MessageBody.of(mail, view.next(), view.trouble(), Optional.of(mails.attempts(mail)));
    }

    private static MessageBody body(MailView view) {
        return MessageBody.of(view.mail(), view.next(), view.trouble(), Optional.empty());
    }
}
