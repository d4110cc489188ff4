package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.valija.outbox.Attempt;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MessageState;
import org.valija.outbox.OutboxMail;
import org.valija.server.web.Say;

/**
 * A mail as programs see it.
 *
 * @param account id of the account that sends it
 * @param recipients who are still to get it, or got it
 * @param ended whether nothing more becomes of it by itself
 * @param nextAttemptAt when it is tried, where that is not now
 * @param held why it waits for somebody
 * @param cause code of what is or was in its way
 * @param words of that, for a person
 * @param reply the server's last words
 * @param refused recipients that were refused for good, with the server's words
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record MessageBody(
        long id,
        MessageState state,
        boolean ended,
        long account,
        String from,
        List<String> recipients,
        String subject,
        String messageId,
        String lane,
        Optional<String> batch,
        Instant acceptedAt,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> endedAt,
        Optional<HoldKind> held,
        Optional<String> cause,
        Optional<Words> words,
        String reply,
        List<String> refused,
        int attemptCount,
        Optional<List<AttemptBody>> attempts) {

    MessageBody {
        recipients = List.copyOf(recipients);
        refused = List.copyOf(refused);
    }

    /** What is said to a person: what happened, whose side it is on, what to do. */
    record Words(String what, String side, String todo) {
        static Words of(Say say) {
            return new Words(say.what(), say.side(), say.todo());
        }
    }

    /** One try at delivering. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AttemptBody(
            int number, Instant begunAt, Instant endedAt, Attempt.Result result, Optional<String> cause, String reply) {
        static AttemptBody of(Attempt attempt) {
            return new AttemptBody(
                    attempt.number(),
                    attempt.begunAt(),
                    attempt.endedAt(),
                    attempt.result(),
                    attempt.cause().filter(code -> !code.isEmpty()),
                    attempt.detail());
        }
    }

    /** A mail with what is said of it. */
    static MessageBody of(
            OutboxMail mail, Optional<Instant> next, Optional<Say> trouble, Optional<List<Attempt>> attempts) {
        return new MessageBody(
                mail.id(),
                mail.state(),
                mail.endedAt().isPresent(),
                mail.grantId(),
                mail.envelope().sender().address(),
                mail.envelope().recipients().stream()
                        .map(recipient -> recipient.address())
                        .toList(),
                mail.subject(),
                mail.messageId(),
                mail.lane().name().toLowerCase(Locale.ROOT),
                mail.batch(),
                mail.acceptedAt(),
                next,
                mail.endedAt(),
                mail.held(),
                mail.cause().filter(code -> !code.isEmpty()),
                trouble.map(Words::of),
                mail.detail(),
                mail.refused().lines().toList(),
                mail.attempts(),
                attempts.map(all -> all.stream().map(AttemptBody::of).toList()));
    }
}
