package org.valija.mail;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valija.diagnosis.Diagnosis;

/** No authenticated connection came about; nothing of any mail was sent. Holds no secret. */
public final class SmtpConnectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** Name unknown, port closed, no route, no answer, connection lost. */
        UNREACHABLE,
        /** The certificate is of an unknown authority or has expired. */
        TLS_UNTRUSTED,
        /** The certificate is for another name. */
        TLS_NAME_MISMATCH,
        /** The server does not offer STARTTLS. */
        TLS_NOT_OFFERED,
        /** The server offers no mechanism for these credentials. */
        AUTH_NOT_OFFERED,
        /** The server refused the credentials. */
        AUTH_REFUSED,
        /** The server cannot check the credentials just now. */
        AUTH_TEMPORARY,
        /** The server said something that is neither SMTP nor TLS, or refused to talk. */
        PROTOCOL
    }

    private final Kind kind;
    private final transient @Nullable SmtpReply reply;

    SmtpConnectException(Kind kind, String message, @Nullable SmtpReply reply, @Nullable IOException cause) {
        super(message, cause);
        this.kind = kind;
        this.reply = reply;
    }

    public Kind kind() {
        return kind;
    }

    /** The same for a person, in three parts. */
    public Diagnosis diagnosis() {
        return MailDiagnoses.of(this);
    }

    /** What the server said, where it said something. */
    public Optional<SmtpReply> reply() {
        return Optional.ofNullable(reply);
    }
}
