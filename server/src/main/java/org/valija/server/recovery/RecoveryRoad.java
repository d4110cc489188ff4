package org.valija.server.recovery;

/** The way by which links to a new key reach people. Implementations are thread-safe. */
public interface RecoveryRoad {

    /** Whether a link that is asked for now leaves. */
    boolean isOpen();
}
