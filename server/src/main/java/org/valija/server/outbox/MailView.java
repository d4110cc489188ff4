package org.valija.server.outbox;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MessageState;
import org.valija.outbox.OutboxMail;
import org.valija.server.web.Say;

/**
 * A mail as pages show it.
 *
 * @param mail as it stands in the database
 * @param email address of the account that sends it
 * @param underWay whether it is being sent now, or is about to be
 * @param reason why it is held, when it is
 * @param next when it is tried, where that is not now
 * @param trouble what is or was in its way, and what to do
 * @param authenticates whether <em>Autenticar</em> lets it go
 * @param resumes whether <em>Reanudar</em> of its account lets it go, or tries
 * @param actions that fit it
 */
public record MailView(
        OutboxMail mail,
        String email,
        boolean underWay,
        Optional<HoldKind> reason,
        Optional<Instant> next,
        Optional<Say> trouble,
        boolean authenticates,
        boolean resumes,
        Set<MailAction> actions) {

    public MailView {
        actions = Set.copyOf(actions);
    }

    /** Name of the pill's colour. */
    public String tone() {
        return tone(mail.state());
    }

    /** Name of a state's colour. */
    public static String tone(MessageState state) {
        return switch (state) {
            case SENT -> "ok";
            case QUEUED, SENDING, CANCELLED -> "idle";
            case DEFERRED, HELD, UNKNOWN -> "warn";
            case FAILED -> "bad";
        };
    }

    /** Whether nothing more becomes of it by itself. */
    public boolean ended() {
        return mail.endedAt().isPresent();
    }

    /** Whether its author may change it and send it anew. */
    public boolean isOpen() {
        return mail.state() == MessageState.FAILED || mail.state() == MessageState.CANCELLED;
    }

    public boolean allows(String action) {
        return actions.contains(MailAction.valueOf(action));
    }

    /** When its state came about, as far as is known. */
    public Instant at() {
        return mail.endedAt().or(mail::begunAt).orElse(mail.acceptedAt());
    }

    /** Whom it goes to, the first of them. */
    public String firstRecipient() {
        return mail.envelope().recipients().getFirst().address();
    }

    public int others() {
        return mail.envelope().recipients().size() - 1;
    }

    /** Differs where the page would. */
    public String version() {
        return Integer.toHexString(hashCode());
    }
}
