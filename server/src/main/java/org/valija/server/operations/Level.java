package org.valija.server.operations;

/** How well something is, the best first. The names are what programs read. */
enum Level {
    UP("ok"),
    /** It works, and somebody should look. */
    DEGRADED("warn"),
    /** Nothing can be relied on until somebody mends it. */
    DOWN("bad");

    private final String tone;

    Level(String tone) {
        this.tone = tone;
    }

    /** Name of the pill's colour. */
    public String tone() {
        return tone;
    }
}
