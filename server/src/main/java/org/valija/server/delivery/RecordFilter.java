package org.valija.server.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.valija.outbox.MessageState;

/**
 * Which lines of the record somebody wants.
 *
 * @param companies whose; empty for all
 * @param document of which document
 * @param states in which of these; empty for all
 * @param batch with which they were sent
 * @param from handed in then or later
 * @param until handed in before then
 * @param words that number, beneficiary, RFC, addresses, user, mailbox, subject, fiscal folio or Message-ID contain, all of
 *     them, whatever their case and accents
 */
public record RecordFilter(
        Set<Long> companies,
        Optional<Long> document,
        Set<MessageState> states,
        Optional<String> batch,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<String> words) {

    /** Everything. */
    public static final RecordFilter ALL = new RecordFilter(
            Set.of(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public RecordFilter {
        companies = Set.copyOf(companies);
        states = Set.copyOf(states);
        words = words.map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The same of one document. */
    public RecordFilter ofDocument(long id) {
        return new RecordFilter(companies, Optional.of(id), states, batch, from, until, words);
    }

    /** The same of what was sent together. */
    public RecordFilter ofBatch(String name) {
        return new RecordFilter(companies, document, states, Optional.of(name), from, until, words);
    }

    /** The same of those of its companies that are among these; empty when none is. */
    Optional<RecordFilter> within(Set<Long> ids) {
        Set<Long> both = companies.isEmpty()
                ? ids
                : companies.stream().filter(ids::contains).collect(Collectors.toSet());
        return both.isEmpty() ? Optional.empty() : Optional.of(of(both));
    }

    /** The same of some companies alone. */
    public RecordFilter of(Set<Long> ids) {
        return new RecordFilter(ids, document, states, batch, from, until, words);
    }
}
