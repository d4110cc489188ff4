package org.valija.oauth;

import java.io.IOException;
import java.net.URI;

/** No whole answer came from a provider. Says why, and whether the request may have been processed all the same. */
final class HttpFailure extends IOException {

    private static final long serialVersionUID = 1L;

    enum Kind {
        /** No connection: name unknown, port closed, no route, proxy wrong. */
        UNREACHABLE("unreachable"),
        /** The server's certificate is not trusted or not for that name. */
        CERTIFICATE("certificate"),
        /** Connected, and no answer within the deadline. */
        TIMEOUT("timeout"),
        /** The connection broke before the answer was whole. */
        CONNECTION_LOST("connection_lost");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** As it stands in {@link GrantError#code()}. */
        String code() {
            return code;
        }
    }

    private final Kind kind;
    private final boolean maybeProcessed;

    HttpFailure(Kind kind, URI uri, boolean maybeProcessed, Throwable cause) {
        super(uri.getHost() + ": " + reason(cause), cause);
        this.kind = kind;
        this.maybeProcessed = maybeProcessed;
    }

    Kind kind() {
        return kind;
    }

    boolean maybeProcessed() {
        return maybeProcessed;
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
