package org.valija.server.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of <em>Acceso de programas</em>.
 *
 * @param user whom the token acts for; empty for any user
 * @param days that it lives, one of {@link #LIVES}
 */
record TokenForm(String name, Set<Scope> scopes, String user, int days) {

    static final List<Integer> LIVES = List.of(30, 90, 365, 1095);

    private static final int USUAL = 365;

    TokenForm {
        name = Optional.ofNullable(name).orElse("").strip();
        scopes = Optional.ofNullable(scopes).map(Set::copyOf).orElse(Set.of());
        user = Optional.ofNullable(user).orElse("").strip();
        days = LIVES.contains(days) ? days : USUAL;
    }

    /** What a program that sends for one user needs. */
    static TokenForm empty(String user) {
        return new TokenForm("", EnumSet.of(Scope.MESSAGES_SEND, Scope.MESSAGES_READ), user, USUAL);
    }
}
