package org.valija.server.api;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.valija.server.web.FieldErrors;
import org.valija.server.web.Say;

/** A request is refused; what is said of it is found in the caller's language when it is answered. Holds no secret. */
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final long DATABASE_WAIT_SECONDS = 5;

    /** Somebody must make room first. */
    private static final long DISK_WAIT_SECONDS = 60;

    private final Problem problem;
    private final ArrayList<Serializable> arguments;
    private final LinkedHashMap<String, String> headers = new LinkedHashMap<>();
    private FieldErrors errors = FieldErrors.none();
    private @Nullable Say say;

    private ApiException(Problem problem, Serializable... arguments) {
        super(problem.code());
        this.problem = problem;
        this.arguments = new ArrayList<>(List.of(arguments));
    }

    static ApiException of(Problem problem, Serializable... arguments) {
        return new ApiException(problem, arguments);
    }

    /** Refuses for what is wrong with some fields. */
    static ApiException of(Problem problem, FieldErrors errors) {
        ApiException refused = new ApiException(problem);
        refused.errors = errors;
        return refused;
    }

    /** Refuses for one field. */
    static ApiException ofField(Problem problem, String field, String key, Serializable... arguments) {
        FieldErrors errors = FieldErrors.none();
        errors.add(field, key, arguments);
        return of(problem, errors);
    }

    /** Somebody must act first, as a diagnosis says. */
    static ApiException of(Problem problem, Say say) {
        ApiException refused = new ApiException(problem);
        refused.say = say;
        return refused;
    }

    /** RFC 6750 §3.1. */
    static ApiException insufficientScope(Scope needed) {
        return of(Problem.INSUFFICIENT_SCOPE, needed.word())
                .with(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer realm=\"valija\", error=\"insufficient_scope\", scope=\"" + needed.word() + "\"");
    }

    static ApiException retryAfter(Problem problem, long seconds) {
        return of(problem, seconds).with(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }

    /** The database does not answer, for now. */
    static ApiException withoutDatabase() {
        return retryAfter(Problem.DATABASE_UNAVAILABLE, DATABASE_WAIT_SECONDS);
    }

    /** This server's disk does not take what came. */
    static ApiException withoutDisk() {
        return retryAfter(Problem.STORAGE_UNAVAILABLE, DISK_WAIT_SECONDS);
    }

    /** The same with a header of the answer. */
    ApiException with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** The same, and what is wrong with a field. */
    ApiException and(String field, String key, Serializable... arguments) {
        errors.add(field, key, arguments);
        return this;
    }

    Problem problem() {
        return problem;
    }

    Object[] arguments() {
        return arguments.toArray();
    }

    Map<String, String> headers() {
        return headers;
    }

    FieldErrors errors() {
        return errors;
    }

    Optional<Say> say() {
        return Optional.ofNullable(say);
    }
}
