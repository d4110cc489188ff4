package org.valija.server.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.outbox.AccountHold;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.outbox.WaitingCount;
import org.valija.server.web.Say;

/** What waits of each account and why, and who delivers; it asks for no permission. Thread-safe. */
@Component
public class OutboxStandings {

    /** A node that lives says so every two seconds. */
    private static final Duration LIVES = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final MailWords words;
    private final Clock clock;

    OutboxStandings(Outbox outbox, MailWords words, Clock clock) {
        this.outbox = outbox;
        this.words = words;
        this.clock = clock;
    }

    /**
     * How an account's mail stands.
     *
     * @param waiting how many mails have not ended, by state
     * @param hold what keeps all of it from leaving
     */
    public record Standing(Map<MessageState, Long> waiting, Optional<Hold> hold) {
        public Standing {
            waiting = Map.copyOf(waiting);
        }
    }

    /** Why no mail of an account leaves, also in words. */
    public record Hold(AccountHold hold, Say words) {}

    /**
     * A process that delivers.
     *
     * @param alive whether its last sign of life is a moment ago
     */
    public record Node(String name, Instant startedAt, Instant seenAt, boolean alive) {}

    /** Those of some accounts, each by its id. */
    public Map<Long, Standing> of(List<Grant> grants) {
        return of(grants, count -> true);
    }

    /** The same, of the mails that whoever asks may know of. */
    public Map<Long, Standing> of(List<Grant> grants, Predicate<WaitingCount> theirs) {
        List<WaitingCount> waiting = outbox.waiting().stream().filter(theirs).toList();
        List<AccountHold> holds = outbox.holds();
        return grants.stream().collect(Collectors.toMap(Grant::id, grant -> of(grant, waiting, holds)));
    }

    private Standing of(Grant grant, List<WaitingCount> waiting, List<AccountHold> holds) {
        Map<MessageState, Long> counts = new EnumMap<>(MessageState.class);
        waiting.stream()
                .filter(count -> count.grantId() == grant.id())
                .forEach(count -> counts.merge(count.state(), count.mails(), Long::sum));
        long held = counts.getOrDefault(MessageState.HELD, 0L);
        Optional<Hold> hold = holds.stream()
                .filter(found -> found.grantId() == grant.id())
                .findFirst()
                .map(found -> new Hold(found, words.say(found, grant, held, "")));
        return new Standing(counts, hold);
    }

    /** Also those that have lately died. */
    public List<Node> nodes() {
        Instant lately = clock.instant().minus(LIVES);
        return outbox.nodes().stream()
                .map(node -> new Node(
                        node.name(),
                        node.startedAt(),
                        node.seenAt(),
                        node.seenAt().isAfter(lately)))
                .toList();
    }
}
