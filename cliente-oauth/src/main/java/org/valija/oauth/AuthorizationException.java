package org.valija.oauth;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;

/**
 * An authorisation did not come about; {@link #problem()} says why, {@link #detail()} names the particular. Holds no
 * secret. What was stored before is untouched.
 *
 * <p>{@link #diagnosis()} explains it to a person.
 */
public final class AuthorizationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final AuthorizationProblem problem;
    private final String detail;
    private final transient Diagnosis diagnosis;
    private final @Nullable String returnTo;

    AuthorizationException(AuthorizationProblem problem, String detail) {
        this(problem, detail, diagnose(problem, detail), null);
    }

    AuthorizationException(AuthorizationProblem problem, String detail, Diagnosis diagnosis) {
        this(problem, detail, diagnosis, null);
    }

    private AuthorizationException(
            AuthorizationProblem problem, String detail, Diagnosis diagnosis, @Nullable String returnTo) {
        super(detail.isEmpty() ? problem.name() : problem + ": " + detail);
        this.problem = problem;
        this.detail = detail;
        this.diagnosis = diagnosis;
        this.returnTo = returnTo;
    }

    /** Where the problem itself is the cause, the detail is its particular; where it is not, its evidence. */
    private static Diagnosis diagnose(AuthorizationProblem problem, String detail) {
        return switch (problem) {
            case NO_CLIENT -> Diagnosis.of(Cause.NO_CLIENT).at(detail);
            case STATE_UNKNOWN -> Diagnosis.of(Cause.STATE_UNKNOWN);
            case STATE_USED -> Diagnosis.of(Cause.STATE_USED);
            case STATE_EXPIRED -> Diagnosis.of(Cause.STATE_EXPIRED);
            case OTHER_SESSION -> Diagnosis.of(Cause.OTHER_SESSION);
            case REDIRECT_MISMATCH -> Diagnosis.of(Cause.REDIRECT_MISMATCH).naming(detail);
            case ISSUER_MISMATCH -> Diagnosis.of(Cause.ISSUER_MISMATCH).because(detail);
            case MALFORMED_ANSWER -> Diagnosis.of(Cause.MALFORMED_ANSWER);
            case DENIED -> Diagnosis.of(Cause.ACCESS_DENIED).because(detail);
            case PROVIDER_ERROR -> Diagnosis.of(Cause.PROVIDER_ERROR).because(detail);
            case PROVIDER_UNREACHABLE ->
                Diagnosis.of(Cause.PROVIDER_UNREACHABLE).because(detail);
            case PROVIDER_CERTIFICATE ->
                Diagnosis.of(Cause.PROVIDER_CERTIFICATE).because(detail);
            case CODE_REFUSED -> Diagnosis.of(Cause.CODE_REFUSED).because(detail);
            case CLIENT_REFUSED -> Diagnosis.of(Cause.CLIENT_SECRET_REFUSED).because(detail);
            case IDENTITY_UNKNOWN -> Diagnosis.of(Cause.IDENTITY_UNKNOWN).because(detail);
            case OTHER_IDENTITY -> Diagnosis.of(Cause.OTHER_IDENTITY).naming(detail);
            case SCOPE_MISSING -> Diagnosis.of(Cause.SCOPE_MISSING).naming(detail);
            case NO_REFRESH_TOKEN -> Diagnosis.of(Cause.NO_REFRESH_TOKEN);
            case NO_BROWSER -> Diagnosis.of(Cause.NO_BROWSER).naming(detail);
            case NO_LOOPBACK -> Diagnosis.of(Cause.NO_LOOPBACK).because(detail);
        };
    }

    /** No client is registered for a provider. */
    public static AuthorizationException withoutClient(String providerName, String returnTo) {
        return new AuthorizationException(AuthorizationProblem.NO_CLIENT, providerName)
                .returningTo(Optional.of(returnTo));
    }

    /** The user did not finish in the browser in time. */
    public static AuthorizationException unanswered() {
        return new AuthorizationException(
                AuthorizationProblem.STATE_EXPIRED, "no answer from the browser", Diagnosis.of(Cause.UNANSWERED));
    }

    /** This machine has no program that opens the address; the detail is the address itself. */
    public static AuthorizationException noBrowser(URI address) {
        return new AuthorizationException(AuthorizationProblem.NO_BROWSER, address.toString());
    }

    /** This machine lets no port be opened for the browser to come back to. */
    static AuthorizationException noLoopback(IOException cause) {
        AuthorizationException exception =
                new AuthorizationException(AuthorizationProblem.NO_LOOPBACK, String.valueOf(cause.getMessage()));
        exception.initCause(cause);
        return exception;
    }

    /** The same, with whom and where it concerns in its diagnosis. */
    AuthorizationException concerning(Optional<String> email, String providerName) {
        AuthorizationException named = new AuthorizationException(
                problem, detail, diagnosis.about(email.orElse("")).at(providerName), returnTo);
        named.setStackTrace(getStackTrace());
        return named;
    }

    AuthorizationException returningTo(Optional<String> place) {
        AuthorizationException withPlace = new AuthorizationException(problem, detail, diagnosis, place.orElse(null));
        withPlace.setStackTrace(getStackTrace());
        return withPlace;
    }

    public AuthorizationProblem problem() {
        return problem;
    }

    /** The particular: the provider's code and words, the address that authenticated, the scope that is missing. */
    public String detail() {
        return detail;
    }

    /** The same for a person, in three parts. */
    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /** Where the one who began wanted to come back to, once that is known to be theirs. */
    public Optional<String> returnTo() {
        return Optional.ofNullable(returnTo);
    }
}
