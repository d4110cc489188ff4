package org.valija.server.api;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** Which program calls in this request, and whom it may act for. */
@Component
class CurrentCaller {

    private final Users users;
    private final CurrentUser current;

    CurrentCaller(Users users, CurrentUser current) {
        this.users = users;
        this.current = current;
    }

    ApiToken token() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof Caller caller) {
            return caller.token();
        }
        throw CurrentUser.denied();
    }

    /** @throws ApiException unless the token has that scope */
    void must(Scope scope) {
        if (!token().scopes().contains(scope)) {
            throw ApiException.insufficientScope(scope);
        }
    }

    /**
     * A token of one user may what that user may.
     *
     * @throws org.valija.server.users.NotPermittedException when the user's profile does not permit that now
     */
    void must(Function function, Operation operation) {
        current.must(function, operation);
    }

    /** The user that is asked about: the one named, which must be the token's own unless it acts for any; empty for all. */
    Optional<String> about(String named) {
        Optional<String> own = token().userCode();
        if (named.isBlank()) {
            return own;
        }
        String code = Users.canonical(named);
        if (own.filter(user -> !user.equals(code)).isPresent()) {
            throw ApiException.of(Problem.OTHER_USER, code);
        }
        return Optional.of(code);
    }

    /**
     * The user acted for.
     *
     * @param problem to refuse with when nobody is named, or somebody who is not there
     */
    User actingFor(String named, Problem problem) {
        String code = about(named).orElseThrow(() -> ApiException.ofField(problem, "user", "api.field.user"));
        return users.find(code)
                .filter(User::active)
                .orElseThrow(() -> ApiException.ofField(problem, "user", "api.field.user.unknown", code));
    }
}
