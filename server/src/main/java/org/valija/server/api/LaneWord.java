package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.valija.outbox.Lane;

/** How urgent a program says that its mail is. */
enum LaneWord {
    /** Somebody waits at the screen. */
    @JsonProperty("interactive")
    INTERACTIVE(Lane.INTERACTIVE),
    /** Hundreds at once. */
    @JsonProperty("bulk")
    BULK(Lane.BULK);

    private final Lane lane;

    LaneWord(Lane lane) {
        this.lane = lane;
    }

    Lane lane() {
        return lane;
    }
}
