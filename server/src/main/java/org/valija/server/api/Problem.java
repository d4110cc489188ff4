package org.valija.server.api;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * Every way in which a request can be refused. The names are kept for ever: programs match on {@link #code()}, and each has
 * its words in the bundle {@code api}.
 */
enum Problem {
    MALFORMED_JSON(HttpStatus.BAD_REQUEST),
    WRONG_TYPE(HttpStatus.BAD_REQUEST),
    UNKNOWN_FIELD(HttpStatus.BAD_REQUEST),
    INVALID_PARAMETER(HttpStatus.BAD_REQUEST),
    MALFORMED_MULTIPART(HttpStatus.BAD_REQUEST),
    INVALID_KEY(HttpStatus.BAD_REQUEST),
    BAD_REQUEST(HttpStatus.BAD_REQUEST),
    NO_TOKEN(HttpStatus.UNAUTHORIZED),
    INVALID_TOKEN(HttpStatus.UNAUTHORIZED),
    INSUFFICIENT_SCOPE(HttpStatus.FORBIDDEN),
    NOT_PERMITTED(HttpStatus.FORBIDDEN),
    OTHER_USER(HttpStatus.FORBIDDEN),
    PATH_NOT_SHARED(HttpStatus.FORBIDDEN),
    NOT_FOUND(HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
    NOT_CANCELLABLE(HttpStatus.CONFLICT),
    MESSAGE_FORGOTTEN(HttpStatus.GONE),
    LENGTH_REQUIRED(HttpStatus.LENGTH_REQUIRED),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    INVALID_MESSAGE(HttpStatus.UNPROCESSABLE_CONTENT),
    INVALID_DOCUMENT(HttpStatus.UNPROCESSABLE_CONTENT),
    INVALID_AUTHORIZATION(HttpStatus.UNPROCESSABLE_CONTENT),
    NO_ACCOUNT(HttpStatus.UNPROCESSABLE_CONTENT),
    NO_SUCH_ACCOUNT(HttpStatus.UNPROCESSABLE_CONTENT),
    SEVERAL_ACCOUNTS(HttpStatus.UNPROCESSABLE_CONTENT),
    KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT),
    FILE_UNREADABLE(HttpStatus.UNPROCESSABLE_CONTENT),
    AUTHORIZATION_IMPOSSIBLE(HttpStatus.UNPROCESSABLE_CONTENT),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR),
    DATABASE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    STORAGE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE);

    private final HttpStatus status;

    Problem(HttpStatus status) {
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    /** As programs read it. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
