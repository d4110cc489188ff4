package org.valija.server.sending;

/** Rolls a transaction back: somebody has got the document since it was checked. */
final class SentMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
