package org.valija.server.outbox;

import java.util.List;
import java.util.Optional;
import org.valija.outbox.BatchProgress;
import org.valija.server.web.Say;

/**
 * The part of <em>Bandeja de salida</em> that renews itself.
 *
 * @param troubled accounts that something is to be said of
 * @param well the other accounts
 * @param batches that are under way
 * @param chips how many mails are in each state
 * @param open mails of the list that have not ended
 */
record OutboxHead(
        List<AccountHealth> troubled,
        List<AccountHealth> well,
        List<BatchProgress> batches,
        List<Chip> chips,
        List<MailView> open) {

    OutboxHead {
        troubled = List.copyOf(troubled);
        well = List.copyOf(well);
        batches = List.copyOf(batches);
        chips = List.copyOf(chips);
        open = List.copyOf(open);
    }

    /**
     * An account and its mail.
     *
     * @param state key of its word
     * @param waiting mails that are to leave, those under way too
     * @param held mails of those that wait for somebody or a quota
     * @param unknown mails that a person must decide about
     * @param managed whether the present user manages the account, and does not only send from it
     * @param say what keeps it from sending
     * @param authenticates whether <em>Autenticar</em> mends that
     * @param isHeld whether <em>Reanudar</em> does, or tries
     * @param left of its quota of a day, where there is one
     */
    record AccountHealth(
            long id,
            String email,
            String userCode,
            String tone,
            String state,
            long waiting,
            long held,
            long unknown,
            boolean managed,
            Optional<Say> say,
            boolean authenticates,
            boolean isHeld,
            boolean isPaused,
            Optional<Left> left) {}

    /** How much an account may still send of how much in a day. */
    record Left(long left, long ofDay) {}

    /**
     * A state with its number.
     *
     * @param state its name; empty for all
     * @param ofDay whether it counts what ended in 24 hours
     */
    record Chip(String state, String tone, long mails, boolean ofDay) {}

    /** Differs where the page would. */
    public String version() {
        return Integer.toHexString(hashCode());
    }
}
