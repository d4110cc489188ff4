package org.valija.server.documents;

/** A file is not taken, for a reason that its bringer can mend. */
final class RefusedFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedFileException(Refusal refusal) {
        super(refusal.key());
        this.refusal = refusal;
    }

    static RefusedFileException of(String reason, Object... arguments) {
        return new RefusedFileException(Refusal.of(reason, arguments));
    }

    Refusal refusal() {
        return refusal;
    }
}
