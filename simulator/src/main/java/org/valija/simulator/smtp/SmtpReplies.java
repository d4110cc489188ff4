package org.valija.simulator.smtp;

/** Replies of real servers that a client must tell apart. */
public final class SmtpReplies {

    public static final String QUOTA_EXCEEDED = "550 5.4.5 Daily user sending limit exceeded.";
    public static final String RATE_LIMITED = "421 4.7.0 Try again later, closing connection.";
    public static final String SMTP_AUTH_DISABLED =
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.";
    public static final String BASIC_AUTH_REFUSED =
            "550 5.7.30 Basic authentication is not supported for Client Submission.";
    public static final String AUTH_TEMPORARILY_FAILED = "454 4.7.0 Temporary authentication failure";
    public static final String NO_SUCH_USER = "550 5.1.1 The email account that you tried to reach does not exist.";
    public static final String SEND_AS_DENIED =
            "550 5.7.60 SMTP; Client does not have permissions to send as this sender";

    /** To a session whose token has ended or was revoked since it authenticated. */
    public static final String SESSION_ENDED = "421 4.7.0 The permission of this session has ended.";

    static final String BAD_CREDENTIALS = "535 5.7.8 Username and Password not accepted.";
    static final String TOO_LARGE = "552 5.3.4 Your message exceeded the size limit.";
    static final String BAD_SEQUENCE = "503 5.5.1 Bad sequence of commands";

    private SmtpReplies() {}
}
