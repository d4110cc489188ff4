package org.valija.server.bulk;

/** What became of handing a document in. */
sealed interface HandIn {

    /** The outbox has its mail. */
    record Done() implements HandIn {}

    /** The delivery was paused or stopped, or another node has taken the document; nothing was handed in. */
    record NotNow() implements HandIn {}

    /** A file of ours could not be read or written now; nothing was handed in, and it may be tried again. */
    record Later(Trouble trouble) implements HandIn {}

    /**
     * It is not to be sent, or cannot be.
     *
     * @param state why
     * @param trouble the reason in a word of ours, where the state does not say it
     */
    record Refused(ItemState state, String trouble) implements HandIn {}
}
