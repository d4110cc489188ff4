package org.valija.server.users;

import org.springframework.stereotype.Component;

/** What the reader of a page may do, by a function's name. Used by the templates. */
@Component("may")
class May {

    private final CurrentUser current;

    May(CurrentUser current) {
        this.current = current;
    }

    public boolean run(String function) {
        return may(function, Operation.RUN);
    }

    public boolean create(String function) {
        return may(function, Operation.CREATE);
    }

    public boolean delete(String function) {
        return may(function, Operation.DELETE);
    }

    public boolean change(String function) {
        return may(function, Operation.CHANGE);
    }

    public boolean view(String function) {
        return may(function, Operation.VIEW);
    }

    private boolean may(String function, Operation operation) {
        return current.may(Function.valueOf(function), operation);
    }
}
