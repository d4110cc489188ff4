package org.valija.oauth;

import java.io.IOException;
import java.net.URI;
import java.util.stream.Stream;

/** No whole answer came from a provider. Says why, and whether the request may have been processed all the same. */
final class HttpFailure extends IOException {

    private static final long serialVersionUID = 1L;

    enum Kind {
        /** The name service does not know the server. */
        NAME_UNKNOWN("name_unknown"),
        /** No connection: port closed, no route, proxy gone. */
        UNREACHABLE("unreachable"),
        /** The proxy refused to pass it on, or wants credentials. */
        PROXY("proxy_refused"),
        /** The server's certificate is not trusted. */
        CERTIFICATE("certificate"),
        /** The server's certificate is for another name. */
        CERTIFICATE_NAME("certificate_name"),
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

        static boolean isCode(String text) {
            return Stream.of(values()).anyMatch(kind -> kind.code.equals(text));
        }
    }

    private final Kind kind;
    private final boolean maybeProcessed;

    HttpFailure(Kind kind, URI uri, boolean maybeProcessed, Throwable cause) {
        super(uri.getHost() + ": " + reason(kind, cause), cause);
        this.kind = kind;
        this.maybeProcessed = maybeProcessed;
    }

    Kind kind() {
        return kind;
    }

    boolean maybeProcessed() {
        return maybeProcessed;
    }

    private static String reason(Kind kind, Throwable cause) {
        if (kind == Kind.NAME_UNKNOWN) {
            return "unknown name";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
