package org.valija.tests.vault;

/** Where a node stops in the middle of a renewal and waits to be killed. */
enum Point {
    /** The intent is committed; nothing has left for the provider. */
    BEFORE_REQUEST,
    /** The provider's answer is here, its tokens are written, the transaction is not committed. */
    BEFORE_COMMIT,
    /** The tokens are committed; nobody has been handed one. */
    AFTER_COMMIT
}
