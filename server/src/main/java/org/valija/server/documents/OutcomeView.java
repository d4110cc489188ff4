package org.valija.server.documents;

import java.util.Optional;

/**
 * A line of an upload's result.
 *
 * @param tone of the pill
 * @param key of its word
 * @param good whether nothing is to be done about it
 * @param document where it is
 * @param refusal why it was not taken
 */
record OutcomeView(
        String fileName,
        String tone,
        String key,
        boolean good,
        Optional<Document> document,
        Optional<Refusal> refusal) {

    static OutcomeView of(Outcome outcome) {
        boolean doubtful = outcome.document()
                .filter(document -> document.seal().isBad() || document.findings() > 0)
                .isPresent();
        String word = outcome.getClass().getSimpleName();
        return switch (outcome) {
            case Outcome.Refused refused ->
                new OutcomeView(
                        refused.fileName(), "bad", word, false, Optional.empty(), Optional.of(refused.reason()));
            case Outcome.Known known ->
                new OutcomeView(known.fileName(), "idle", word, true, known.document(), Optional.empty());
            default ->
                new OutcomeView(
                        outcome.fileName(),
                        doubtful ? "warn" : "ok",
                        word,
                        !doubtful,
                        outcome.document(),
                        Optional.empty());
        };
    }
}
