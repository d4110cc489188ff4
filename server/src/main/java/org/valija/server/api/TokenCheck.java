package org.valija.server.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** Knows the token that a request brings (RFC 6750 §2.1). Thread-safe. */
@Component
public class TokenCheck {

    private static final String SCHEME = "Bearer ";

    private final ApiTokens tokens;
    private final Users users;

    TokenCheck(ApiTokens tokens, Users users) {
        this.tokens = tokens;
        this.users = users;
    }

    /** Whether the request brings a token that is honoured now and has that scope. */
    public boolean allows(HttpServletRequest request, Scope scope) {
        return honoured(request).filter(token -> token.scopes().contains(scope)).isPresent();
    }

    /** The token of a request; one whose user may not enter any more is none. */
    Optional<ApiToken> honoured(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .flatMap(tokens::honoured)
                .filter(this::mayAct);
    }

    private boolean mayAct(ApiToken token) {
        return token.userCode().isEmpty()
                || users.find(token.userCode().get()).filter(User::active).isPresent();
    }
}
