package org.valija.server.bulk;

/** How far a bulk delivery is. The names stand in the database. */
enum BulkState {
    /** Each document is looked at: whether it may be sent, and to whom. */
    CHECKING,
    /** A person looks at what was found, and starts it. */
    PREPARED,
    /** Handed to the outbox little by little, and sent by it. */
    RUNNING,
    /** Nothing is handed in, and what waits in the outbox is held. */
    PAUSED,
    /** A person wants no more of it sent; what waits in the outbox is being taken back. */
    STOPPING,
    /** Ended before everything was sent. */
    STOPPED,
    /** Nothing more becomes of it by itself. */
    DONE;

    /** Whether a node works on it. */
    public boolean isAtWork() {
        return this == CHECKING || this == RUNNING || this == STOPPING;
    }

    boolean isEnded() {
        return this == STOPPED || this == DONE;
    }

    /** Whether it was started. */
    boolean isStarted() {
        return this != CHECKING && this != PREPARED;
    }

    /** Name of the pill's colour. */
    public String tone() {
        return switch (this) {
            case DONE -> "ok";
            case PAUSED, STOPPING, STOPPED -> "warn";
            case CHECKING, PREPARED, RUNNING -> "idle";
        };
    }
}
