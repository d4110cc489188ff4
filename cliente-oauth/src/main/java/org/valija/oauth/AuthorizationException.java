package org.valija.oauth;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An authorisation did not come about; {@link #problem()} says why, {@link #detail()} names the particular. Holds no
 * secret. What was stored before is untouched.
 */
public final class AuthorizationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final AuthorizationProblem problem;
    private final String detail;
    private final @Nullable String returnTo;

    AuthorizationException(AuthorizationProblem problem, String detail) {
        this(problem, detail, null);
    }

    private AuthorizationException(AuthorizationProblem problem, String detail, @Nullable String returnTo) {
        super(detail.isEmpty() ? problem.name() : problem + ": " + detail);
        this.problem = problem;
        this.detail = detail;
        this.returnTo = returnTo;
    }

    /** No client is registered for a provider. */
    public static AuthorizationException withoutClient(String providerName, String returnTo) {
        return new AuthorizationException(AuthorizationProblem.NO_CLIENT, providerName, returnTo);
    }

    /** The user did not finish in the browser in time. */
    public static AuthorizationException unanswered() {
        return new AuthorizationException(AuthorizationProblem.STATE_EXPIRED, "no answer from the browser");
    }

    /** This machine has no program that opens the address; the detail is the address itself. */
    public static AuthorizationException noBrowser(URI address) {
        return new AuthorizationException(AuthorizationProblem.NO_BROWSER, address.toString());
    }

    AuthorizationException returningTo(Optional<String> place) {
        AuthorizationException withPlace = new AuthorizationException(problem, detail, place.orElse(null));
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

    /** Where the one who began wanted to come back to, once that is known to be theirs. */
    public Optional<String> returnTo() {
        return Optional.ofNullable(returnTo);
    }
}
