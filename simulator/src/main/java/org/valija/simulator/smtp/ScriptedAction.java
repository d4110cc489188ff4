package org.valija.simulator.smtp;

import java.time.Duration;
import java.util.Locale;

/** What to do instead of, or besides, executing a command. */
record ScriptedAction(Kind kind, String reply, Duration delay) {

    enum Kind {
        REPLY,
        STALL,
        CLOSE_BEFORE,
        CLOSE_AFTER,
        LOSE_REPLY
    }

    static ScriptedAction reply(String reply) {
        return new ScriptedAction(Kind.REPLY, reply, Duration.ZERO);
    }

    static ScriptedAction stall(Duration delay) {
        return new ScriptedAction(Kind.STALL, "", delay);
    }

    static ScriptedAction of(Kind kind) {
        return new ScriptedAction(kind, "", Duration.ZERO);
    }

    /** Its kind, and of a reply the code. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return kind == Kind.REPLY ? name + " " + reply.substring(0, Math.min(3, reply.length())) : name;
    }
}
