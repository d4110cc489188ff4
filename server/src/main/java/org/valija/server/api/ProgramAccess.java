package org.valija.server.api;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.server.web.FieldErrors;

/**
 * The tokens as people deal with them. Permissions are checked here: who administers deals with those of all users who may not
 * more than they, others with their own; one that acts for any user is SUPERVISOR's alone to make. Thread-safe.
 */
@Service
class ProgramAccess {

    private final ApiTokens tokens;
    private final CurrentUser current;
    private final Users users;
    private final Clock clock;

    ProgramAccess(ApiTokens tokens, CurrentUser current, Users users, Clock clock) {
        this.tokens = tokens;
        this.current = current;
        this.users = users;
        this.clock = clock;
    }

    /** How one stands. */
    enum Standing {
        VALID("ok"),
        EXPIRED("warn"),
        REVOKED("idle");

        private final String tone;

        Standing(String tone) {
            this.tone = tone;
        }

        /** Name of the pill's colour. */
        public String tone() {
            return tone;
        }
    }

    /** A line of the list. */
    record Row(ApiToken token, Standing standing) {}

    List<Row> all() {
        current.must(Function.PROGRAMS, Operation.VIEW);
        return tokens.all().stream()
                .filter(this::isSeen)
                .map(token -> new Row(token, standing(token)))
                .toList();
    }

    /** Users whom a token may act for. */
    List<User> users() {
        return users.covered().stream().filter(User::active).toList();
    }

    private boolean isSeen(ApiToken token) {
        return current.administers()
                || token.userCode().filter(current.code()::equals).isPresent();
    }

    /** @throws org.valija.server.users.NotPermittedException unless the present user may make tokens */
    void mustCreate() {
        current.must(Function.PROGRAMS, Operation.CREATE);
    }

    /** Who makes them now. */
    String maker() {
        return current.code();
    }

    boolean mayActForAny() {
        return maker().equals(User.SUPERVISOR);
    }

    /** What is wrong with a form. */
    FieldErrors check(TokenForm form) {
        FieldErrors errors = FieldErrors.none();
        if (form.name().isEmpty()) {
            errors.add("name", "error.api.name");
        } else if (form.name().length() > ApiTokens.LONGEST_NAME
                || form.name().chars().anyMatch(Character::isISOControl)) {
            errors.add("name", "error.api.name.form", ApiTokens.LONGEST_NAME);
        }
        if (form.scopes().isEmpty()) {
            errors.add("scope-MESSAGES_SEND", "error.api.scopes");
        }
        if (form.user().isEmpty()
                ? !mayActForAny()
                : users().stream().noneMatch(user -> user.code().equals(Users.canonical(form.user())))) {
            errors.add("user", "error.api.user");
        }
        return errors;
    }

    /** Makes a token; its value is known now and never again. */
    ApiTokens.Created create(TokenForm form) {
        mustCreate();
        if (form.user().isEmpty()
                ? !mayActForAny()
                : users().stream().noneMatch(user -> user.code().equals(Users.canonical(form.user())))) {
            throw CurrentUser.denied();
        }
        Optional<String> user = form.user().isEmpty() ? Optional.empty() : Optional.of(form.user());
        return tokens.create(
                new ApiTokens.NewToken(form.name(), form.scopes(), user, current.code(), Duration.ofDays(form.days())));
    }

    /** Takes one back; false when it was before, or there is none. */
    boolean revoke(long id) {
        current.must(Function.PROGRAMS, Operation.DELETE);
        if (tokens.all().stream().noneMatch(token -> token.id() == id && isSeen(token))) {
            throw CurrentUser.denied();
        }
        return tokens.revoke(id);
    }

    private Standing standing(ApiToken token) {
        if (token.revokedAt().isPresent()) {
            return Standing.REVOKED;
        }
        return token.isValid(clock.instant()) ? Standing.VALID : Standing.EXPIRED;
    }
}
