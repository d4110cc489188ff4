package org.valija.server.users;

import org.springframework.security.access.AccessDeniedException;

/** The present user's profile does not permit this; nothing was done. */
public final class NotPermittedException extends AccessDeniedException {

    private static final long serialVersionUID = 1L;

    private final Function function;
    private final Operation operation;

    NotPermittedException(Function function, Operation operation) {
        super("the profile does not permit " + operation + " of " + function);
        this.function = function;
        this.operation = operation;
    }

    public Function function() {
        return function;
    }

    public Operation operation() {
        return operation;
    }
}
