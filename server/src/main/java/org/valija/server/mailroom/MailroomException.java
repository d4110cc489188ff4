package org.valija.server.mailroom;

import java.util.List;

/** What was asked for was not done. */
public final class MailroomException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; in brackets, the details. */
    public enum Problem {
        /** There is no such user (code). */
        NO_USER,
        /** The user has no account that sends, or not that one (the service's words). */
        NO_ACCOUNT,
        /** There is no such mail, or it is another's (id). */
        NO_MAIL,
        /** A file cannot be read (path). */
        NO_FILE,
        /** The user has no recovery address, and none was named (user). */
        NO_RECOVERY_ADDRESS,
        /** The client registered at a provider sends nobody back to this machine (provider). */
        CLIENT_OF_TYPE_WEB,
        /** The service does not answer (address, reason). */
        UNREACHABLE,
        /** Something answers that is not Valija (address, what it said). */
        NOT_VALIJA,
        /** The service does not take the token (its words). */
        TOKEN_REFUSED,
        /** The token does not allow that (its words). */
        NOT_ALLOWED,
        /** The service found what was asked for wrong (its words). */
        WRONG,
        /** The service did not do it (its words). */
        REFUSED,
        /** The service failed, or asks to come back later (its words). */
        TRY_LATER,
        /** The user did not give the permission. */
        DENIED
    }

    private final Problem problem;

    @SuppressWarnings("serial") // an immutable list of strings is serializable
    private final List<String> details;

    public MailroomException(Problem problem, String... details) {
        super(problem + " " + String.join(", ", details));
        this.problem = problem;
        this.details = List.of(details);
    }

    public Problem problem() {
        return problem;
    }

    /** What the problem is about, in the order that {@link Problem} names. */
    public List<String> details() {
        return details;
    }
}
