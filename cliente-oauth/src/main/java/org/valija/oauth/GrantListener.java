package org.valija.oauth;

/**
 * Hears of changes in a grant's state, after they are stored.
 *
 * <p>Called on the thread that made the change, outside any transaction; may be called concurrently. An exception
 * thrown here is logged and does not undo the change.
 */
@FunctionalInterface
public interface GrantListener {

    /** The grant {@code after.id()} went from one state to another. */
    void stateChanged(Grant before, Grant after);
}
