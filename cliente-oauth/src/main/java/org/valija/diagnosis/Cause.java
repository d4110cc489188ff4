package org.valija.diagnosis;

import java.util.Locale;
import java.util.Optional;

/**
 * Everything that is told apart. The name is kept for ever: programs match on {@link #code()}, and each has its words in
 * the bundle beside this class.
 */
public enum Cause {
    // Authorising: between the button and the grant.
    NO_CLIENT(Turn.ADMINISTRATOR),
    STATE_UNKNOWN(Turn.USER),
    STATE_USED(Turn.USER),
    STATE_EXPIRED(Turn.USER),
    UNANSWERED(Turn.USER),
    OTHER_SESSION(Turn.USER),
    REDIRECT_MISMATCH(Turn.USER),
    ISSUER_MISMATCH(Turn.USER),
    MALFORMED_ANSWER(Turn.USER),
    ACCESS_DENIED(Turn.USER),
    APP_UNVERIFIED(Turn.ADMINISTRATOR),
    APP_BLOCKED(Turn.ADMINISTRATOR),
    NOT_A_TEST_USER(Turn.ADMINISTRATOR),
    CODE_REFUSED(Turn.USER),
    IDENTITY_UNKNOWN(Turn.USER),
    OTHER_IDENTITY(Turn.USER),
    SCOPE_MISSING(Turn.USER, true),
    NO_REFRESH_TOKEN(Turn.USER),
    NO_BROWSER(Turn.USER),
    NO_LOOPBACK(Turn.ADMINISTRATOR),

    // The OAuth client.
    CLIENT_SECRET_REFUSED(Turn.ADMINISTRATOR),
    CLIENT_SECRET_EXPIRED(Turn.ADMINISTRATOR),
    CLIENT_SECRET_MISSING(Turn.ADMINISTRATOR),
    CLIENT_SECRET_UNWANTED(Turn.ADMINISTRATOR),
    CLIENT_UNKNOWN(Turn.ADMINISTRATOR),
    CLIENT_NOT_ALLOWED(Turn.ADMINISTRATOR),
    CLIENT_TYPE_WRONG(Turn.ADMINISTRATOR),
    CLIENT_MISSING(Turn.ADMINISTRATOR),
    REDIRECT_NOT_REGISTERED(Turn.ADMINISTRATOR),
    PUBLIC_ADDRESS_NOT_HTTPS(Turn.ADMINISTRATOR),
    SCOPE_NOT_ENABLED(Turn.ADMINISTRATOR),
    TENANT_WRONG(Turn.ADMINISTRATOR),

    // The grant.
    NOT_CONNECTED(Turn.USER, true),
    DISCONNECTED(Turn.USER, true),
    GRANT_REVOKED(Turn.USER, true),
    TESTING_EXPIRED(Turn.ADMINISTRATOR, true),
    IDLE_EXPIRED(Turn.USER, true),
    PASSWORD_CHANGED(Turn.USER, true),
    REAUTHENTICATION_REQUIRED(Turn.USER, true),
    CONSENT_REQUIRED(Turn.USER, true),
    ADMIN_CONSENT_REQUIRED(Turn.ADMINISTRATOR, true),
    ACCOUNT_DISABLED(Turn.ADMINISTRATOR, true),
    BLOCKED_BY_POLICY(Turn.ADMINISTRATOR, true),
    INTERRUPTED_RENEWAL(Turn.USER, true),
    NO_STORED_TOKEN(Turn.USER, true),
    SEAL_BROKEN(Turn.USER, true),
    KEY_MISSING(Turn.ADMINISTRATOR),
    PROVIDER_MISSING(Turn.ADMINISTRATOR),

    // Between here and the provider.
    PROVIDER_NAME_UNKNOWN(Turn.NETWORK),
    PROVIDER_UNREACHABLE(Turn.NETWORK),
    PROVIDER_TIMEOUT(Turn.NETWORK),
    PROVIDER_CONNECTION_LOST(Turn.NETWORK),
    PROVIDER_CERTIFICATE(Turn.ADMINISTRATOR),
    PROVIDER_CERTIFICATE_NAME(Turn.ADMINISTRATOR),
    PROXY_REFUSED(Turn.ADMINISTRATOR),
    NOT_THE_PROVIDER(Turn.NETWORK),
    PROVIDER_BUSY(Turn.NOBODY),
    PROVIDER_DOWN(Turn.PROVIDER),
    PROVIDER_ERROR(Turn.PROVIDER),
    CLOCK_WRONG(Turn.ADMINISTRATOR),
    DATABASE_UNAVAILABLE(Turn.ADMINISTRATOR),
    RENEWAL_ELSEWHERE(Turn.NOBODY),

    // The mail server.
    MAIL_NAME_UNKNOWN(Turn.NETWORK),
    MAIL_UNREACHABLE(Turn.NETWORK),
    MAIL_CERTIFICATE(Turn.ADMINISTRATOR),
    MAIL_CERTIFICATE_UNTRUSTED(Turn.ADMINISTRATOR),
    MAIL_CERTIFICATE_NAME(Turn.ADMINISTRATOR),
    MAIL_NOT_ENCRYPTED(Turn.ADMINISTRATOR),
    MAIL_NO_MECHANISM(Turn.ADMINISTRATOR),
    MAIL_NOT_OFFERED(Turn.ADMINISTRATOR),
    MAIL_PROTOCOL(Turn.ADMINISTRATOR),
    MAIL_TOKEN_REFUSED(Turn.USER, true),
    MAIL_SCOPE_MISSING(Turn.USER, true),
    MAIL_AUTH_TEMPORARY(Turn.NOBODY),
    SMTP_AUTH_DISABLED(Turn.ADMINISTRATOR),
    SECURITY_DEFAULTS(Turn.ADMINISTRATOR),
    BASIC_AUTH_REFUSED(Turn.USER),
    PASSWORD_REFUSED(Turn.USER),
    GMAIL_API_DISABLED(Turn.ADMINISTRATOR),
    MAILBOX_MISSING(Turn.USER),
    MAIL_ACCESS_BLOCKED(Turn.ADMINISTRATOR),

    // The mail.
    QUOTA_REACHED(Turn.NOBODY),
    RATE_LIMITED(Turn.NOBODY),
    SEND_AS_DENIED(Turn.USER),
    RECIPIENTS_REFUSED(Turn.USER),
    RECIPIENT_MAILBOX_FULL(Turn.USER),
    MESSAGE_TOO_LARGE(Turn.USER),
    ADDRESS_NOT_ASCII(Turn.USER),
    MESSAGE_REFUSED(Turn.USER),
    MAIL_BUSY(Turn.NOBODY),
    DELIVERY_UNKNOWN(Turn.USER),
    DELIVERY_INTERRUPTED(Turn.USER),
    TOO_OLD(Turn.USER),
    CONTENT_DAMAGED(Turn.ADMINISTRATOR),
    CONTENT_UNREADABLE(Turn.ADMINISTRATOR),
    PREPARATION_FAILED(Turn.ADMINISTRATOR);

    private final Turn turn;
    private final boolean mendedByAuthenticating;

    Cause(Turn turn) {
        this(turn, false);
    }

    Cause(Turn turn, boolean mendedByAuthenticating) {
        this.turn = turn;
        this.mendedByAuthenticating = mendedByAuthenticating;
    }

    /** Who can mend it. */
    public Turn turn() {
        return turn;
    }

    /** Whether it is gone once the user has authenticated successfully. */
    public boolean mendedByAuthenticating() {
        return mendedByAuthenticating;
    }

    /** As it stands in machine-readable output and in what is stored: {@code testing-expired}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The cause with that {@link #code()}, where there is one. */
    public static Optional<Cause> ofCode(String code) {
        for (Cause cause : values()) {
            if (cause.code().equals(code)) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }
}
