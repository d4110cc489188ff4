package org.valija.server.sending;

import java.util.List;

/**
 * How far a sending is.
 *
 * @param step under way now
 * @param percent of the content delivered
 */
record SendProgress(Step step, int percent) {

    /** The steps in order, as the page lists them. */
    enum Step {
        PREPARING,
        PERMISSION,
        CONNECTING,
        AUTHENTICATING,
        ENVELOPE,
        CONTENT,
        REPLY
    }

    static final SendProgress START = new SendProgress(Step.PREPARING, 0);

    public List<Step> steps() {
        return List.of(Step.values());
    }

    public boolean isDone(Step other) {
        return other.compareTo(step) < 0;
    }
}
