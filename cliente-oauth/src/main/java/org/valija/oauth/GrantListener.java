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

    /** How a renewal ended that this process asked the provider for. */
    enum Renewal {
        /** Tokens came. */
        RENEWED,
        /** Nobody's turn: it is tried again. */
        PUT_OFF,
        /** The user's turn. */
        NEEDS_AUTHENTICATION,
        /** The administrator's turn. */
        NEEDS_ADMIN
    }

    /**
     * A renewal has ended, whether or not it changed the state. Called on the thread that asked, which waits: it must return at
     * once.
     */
    default void renewalEnded(Grant grant, Renewal how) {}
}
