package org.valija.server.api;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** Which program calls in this request, and whom it may act for. */
@Component
class CurrentCaller {

    private final Users users;

    CurrentCaller(Users users) {
        this.users = users;
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
