package org.valija.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How the mails of a lane stand that have not ended, of all accounts.
 *
 * @param waiting how many, by state; those of a held account are {@link MessageState#HELD}
 * @param oldestDue since when the one waits longest that could leave now and has not; empty where there is none
 */
public record LaneStanding(Lane lane, Map<MessageState, Long> waiting, Optional<Instant> oldestDue) {

    public LaneStanding {
        waiting = Map.copyOf(waiting);
    }
}
