package org.valija.outbox;

import java.util.Optional;
import java.util.Set;

/**
 * Which mails somebody wants to see.
 *
 * @param state in which they are; {@link MessageState#HELD} finds those of a held account too
 * @param accounts whose they are; empty for all
 * @param batch with which they were handed in
 * @param words that subject, recipients or Message-ID contain, whatever their case
 */
public record MailFilter(
        Optional<MessageState> state, Set<Long> accounts, Optional<String> batch, Optional<String> words) {

    /** Every mail. */
    public static final MailFilter ALL = new MailFilter(Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

    public MailFilter {
        accounts = Set.copyOf(accounts);
        words = words.map(String::strip).filter(text -> !text.isEmpty());
    }

    public MailFilter in(MessageState wanted) {
        return new MailFilter(Optional.of(wanted), accounts, batch, words);
    }

    public MailFilter of(Set<Long> grantIds) {
        return new MailFilter(state, grantIds, batch, words);
    }

    public MailFilter ofBatch(String name) {
        return new MailFilter(state, accounts, Optional.of(name), words);
    }

    public MailFilter saying(String text) {
        return new MailFilter(state, accounts, batch, Optional.of(text));
    }
}
