package org.valija.server.operations;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantListener;
import org.valija.outbox.Attempt;
import org.valija.outbox.Lane;
import org.valija.outbox.MessageState;
import org.valija.outbox.OutboxObserver;

/**
 * What this process has done since its start, counted where it happens. Every label has few values: none comes from whoever
 * asks. Thread-safe.
 */
@Component
class Counts implements OutboxObserver, GrantListener {

    private final Map<Counted, LongAdder> counts = new ConcurrentHashMap<>();

    /** What is likely to happen begins with nought: who reads a rate sees the first time too. */
    Counts() {
        for (Lane lane : Lane.values()) {
            begin(What.ACCEPTED, lane.name(), "", "");
            begin(What.ATTEMPTED, lane.name(), Attempt.Result.DELIVERED.name(), "");
            for (MessageState state : Set.of(MessageState.SENT, MessageState.FAILED)) {
                begin(What.ENDED, lane.name(), state.name(), "");
            }
        }
        for (int status : new int[] {200, 500, 503}) {
            begin(What.ANSWERED, Integer.toString(status), "", "");
        }
    }

    /** The same for a provider that the installation knows. */
    void begin(int providerId) {
        for (Renewal how : Renewal.values()) {
            begin(What.RENEWED, Integer.toString(providerId), how.name(), "");
        }
    }

    /** What is counted. */
    enum What {
        /** Mails handed in, by lane. */
        ACCEPTED,
        /** Attempts, by lane, outcome and cause. */
        ATTEMPTED,
        /** Mails that ended, by lane and state. */
        ENDED,
        /** Renewals of tokens, by provider and outcome. */
        RENEWED,
        /** Answers to HTTP requests, by status. */
        ANSWERED
    }

    /** A thing and its labels' values, in the order of {@link What}. */
    record Counted(What what, String first, String second, String third) {}

    @Override
    public void accepted(Lane lane) {
        add(What.ACCEPTED, lane.name(), "", "");
    }

    @Override
    public void attempted(Lane lane, Attempt.Result result, Optional<String> cause) {
        add(What.ATTEMPTED, lane.name(), result.name(), cause.orElse(""));
    }

    @Override
    public void ended(Lane lane, MessageState state) {
        add(What.ENDED, lane.name(), state.name(), "");
    }

    @Override
    public void renewalEnded(Grant grant, Renewal how) {
        add(What.RENEWED, Integer.toString(grant.providerId()), how.name(), "");
    }

    @Override
    public void stateChanged(Grant before, Grant after) {
        // Accounts are counted by their state as it stands, when somebody asks.
    }

    /** An HTTP request was answered. */
    void answered(int status) {
        add(What.ANSWERED, Integer.toString(status), "", "");
    }

    private void add(What what, String first, String second, String third) {
        begin(what, first, second, third).increment();
    }

    private LongAdder begin(What what, String first, String second, String third) {
        return counts.computeIfAbsent(new Counted(what, first, second, third), key -> new LongAdder());
    }

    /** Everything that has been counted; the adders go on counting. */
    Map<Counted, LongAdder> all() {
        return Map.copyOf(counts);
    }
}
