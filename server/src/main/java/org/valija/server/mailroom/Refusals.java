package org.valija.server.mailroom;

import java.util.List;
import java.util.Set;
import org.valija.server.mailroom.MailroomException.Problem;

/** What the interface for programs refuses, with or without HTTP between. */
final class Refusals {

    /** What is wrong then is not what was sent, but how things stand. */
    private static final Set<String> NOT_OF_THE_REQUEST =
            Set.of("several_accounts", "key_reused", "authorization_impossible");

    private static final Set<String> NO_ACCOUNT = Set.of("no_account", "no_such_account");

    private Refusals() {}

    /**
     * A refusal.
     *
     * @param status as HTTP has it
     * @param code the kind of problem
     * @param words for a person, a line each
     */
    static MailroomException of(int status, String code, List<String> words) {
        Problem problem = switch (status) {
            case 400, 413, 415 -> Problem.WRONG;
            case 422 -> unprocessable(code);
            case 401 -> Problem.TOKEN_REFUSED;
            case 403 -> Problem.NOT_ALLOWED;
            case 408, 429 -> Problem.TRY_LATER;
            default -> status / 100 == 5 ? Problem.TRY_LATER : Problem.REFUSED;
        };
        return new MailroomException(problem, String.join(System.lineSeparator(), words));
    }

    private static Problem unprocessable(String code) {
        if (NO_ACCOUNT.contains(code)) {
            return Problem.NO_ACCOUNT;
        }
        return NOT_OF_THE_REQUEST.contains(code) ? Problem.REFUSED : Problem.WRONG;
    }
}
