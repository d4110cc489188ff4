package org.valija.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a worker has to write down: how its mails ended, and what keeps the account from sending. Not thread-safe. */
final class Notes {

    private final List<Verdict> verdicts = new ArrayList<>();
    private Optional<Trouble> trouble = Optional.empty();

    void add(Verdict verdict) {
        verdicts.add(verdict);
    }

    void add(Trouble found) {
        trouble = Optional.of(found);
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    Optional<Trouble> trouble() {
        return trouble;
    }

    boolean isEmpty() {
        return verdicts.isEmpty() && trouble.isEmpty();
    }
}
