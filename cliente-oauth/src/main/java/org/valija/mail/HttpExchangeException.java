package org.valija.mail;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.valija.mail.Outcome.DeferCause;

/** No whole answer came to an HTTP request. Holds no secret. */
final class HttpExchangeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final DeferCause cause;

    private HttpExchangeException(DeferCause cause, String message, Throwable thrown) {
        super(message, thrown);
        this.cause = cause;
    }

    static HttpExchangeException of(String host, Throwable thrown) {
        if (has(thrown, CertificateException.class) || has(thrown, SSLHandshakeException.class)) {
            return new HttpExchangeException(
                    DeferCause.CERTIFICATE, "no trusted encryption with " + host + ": " + words(thrown), thrown);
        }
        String what = "connection lost: " + words(thrown);
        if (has(thrown, UnknownHostException.class) || has(thrown, UnresolvedAddressException.class)) {
            what = "unknown name";
        } else if (has(thrown, HttpConnectTimeoutException.class)) {
            what = "no connection in time";
        } else if (has(thrown, ConnectException.class)) {
            what = "connection refused";
        }
        return new HttpExchangeException(DeferCause.UNREACHABLE, host + ": " + what, thrown);
    }

    static HttpExchangeException late(String host, Throwable thrown) {
        return new HttpExchangeException(DeferCause.UNREACHABLE, host + ": no answer in time", thrown);
    }

    DeferCause deferCause() {
        return cause;
    }

    private static String words(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    private static boolean has(Throwable thrown, Class<?> type) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
