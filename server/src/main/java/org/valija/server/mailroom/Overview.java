package org.valija.server.mailroom;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.valija.oauth.GrantState;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MessageState;
import org.valija.server.outbox.OutboxStandings.Node;
import org.valija.server.web.Say;

/**
 * How everything stands.
 *
 * @param accounts those asked for, what needs attention first
 * @param nodes processes that deliver; empty for who sees the accounts of one user alone
 */
public record Overview(List<Account> accounts, Optional<List<Node>> nodes) {

    public Overview {
        accounts = List.copyOf(accounts);
    }

    /**
     * An account and its mail.
     *
     * @param id its number
     * @param user whose it is
     * @param email that it sends from
     * @param providerId its provider's number
     * @param providerName as a person knows it
     * @param state what its permission is good for
     * @param lastError what is wrong with it
     * @param hold what keeps its mail from leaving
     * @param waiting how many mails have not ended, by state
     */
    public record Account(
            long id,
            String user,
            String email,
            int providerId,
            String providerName,
            GrantState state,
            Optional<Say> lastError,
            Optional<Hold> hold,
            Map<MessageState, Long> waiting) {

        public Account {
            waiting = Map.copyOf(waiting);
        }

        /** Whether it sends nothing until somebody does something, or holds mail of which a person must decide. */
        public boolean needsSomebody() {
            boolean ended = state == GrantState.DISCONNECTED && waiting.isEmpty();
            boolean held = hold.map(Hold::kind)
                    .filter(kind -> kind != HoldKind.QUOTA_REACHED && kind != HoldKind.PROVIDER_DOWN)
                    .isPresent();
            return !ended && (state != GrantState.CONNECTED || held || waiting.containsKey(MessageState.UNKNOWN));
        }
    }

    /**
     * Why no mail of an account leaves.
     *
     * @param kind whose turn it is
     * @param since when it was found
     * @param resumeAt when it is tried again by itself
     * @param reason in words
     */
    public record Hold(HoldKind kind, Instant since, Optional<Instant> resumeAt, Say reason) {}

    /** Whether somebody must do something. */
    public boolean needsSomebody() {
        return accounts.stream().anyMatch(Account::needsSomebody);
    }
}
