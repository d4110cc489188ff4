package org.valija.server.outbox;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MessageState;
import org.valija.outbox.OutboxMail;

/** What a person may do with a mail. The names stand in the pages' forms. */
public enum MailAction {
    /** It goes at once, though it was put off, failed or taken back. */
    RETRY,
    /** It waits until somebody lets it go. */
    HOLD,
    /** It goes on that was held by hand. */
    RELEASE,
    /** It is taken back. */
    CANCEL,
    /** It arrived, as a person has found out: it is not sent again. */
    SETTLE;

    /** What fits a mail in its present state. */
    static Set<MailAction> of(OutboxMail mail) {
        return Stream.of(values())
                .filter(action -> action.fits(mail))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(MailAction.class)));
    }

    boolean fits(OutboxMail mail) {
        boolean ended = mail.endedAt().isPresent();
        boolean byHand = mail.held().filter(kind -> kind == HoldKind.BY_HAND).isPresent();
        boolean ofItsOwn =
                mail.held().filter(kind -> kind == HoldKind.SENDER_NOT_ALLOWED).isPresent();
        return switch (this) {
            case RETRY ->
                switch (mail.state()) {
                    case QUEUED, DEFERRED -> true;
                    case HELD -> ofItsOwn;
                    case FAILED, CANCELLED, UNKNOWN -> mail.content().isPresent();
                    case SENDING, SENT -> false;
                };
            case HOLD ->
                switch (mail.state()) {
                    case QUEUED, DEFERRED -> true;
                    case HELD -> !byHand && !ofItsOwn;
                    default -> false;
                };
            case RELEASE -> byHand;
            case CANCEL ->
                !ended
                        && switch (mail.state()) {
                            case QUEUED, DEFERRED, HELD, UNKNOWN -> true;
                            default -> false;
                        };
            case SETTLE -> !ended && mail.state() == MessageState.UNKNOWN;
        };
    }
}
