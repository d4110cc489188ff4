package org.valija.mail;

import java.io.IOException;

/** The server said something that is not SMTP. */
final class MalformedReplyException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedReplyException(String message) {
        super(message);
    }
}
