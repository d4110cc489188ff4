package org.valija.mail;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.valija.oauth.MicrosoftCloud;

/**
 * Where mail is handed in (RFC 6409).
 *
 * @param host name, which the certificate must bear
 * @param port 587 and 465 are usual
 * @param tls how it is encrypted
 * @param trust further certificate authorities; empty for the platform's
 * @param connectTimeout until the connection stands
 * @param replyTimeout for each reply (RFC 5321 §4.5.3.2 asks for minutes)
 * @param preferredMechanism the SASL mechanism to use where the server offers it; see {@link #preferring}
 * @param limits what it bears of one account
 */
public record SubmissionServer(
        String host,
        int port,
        TlsMode tls,
        Optional<SSLContext> trust,
        Duration connectTimeout,
        Duration replyTimeout,
        Optional<String> preferredMechanism,
        ConnectionLimits limits) {

    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration REPLY = Duration.ofMinutes(3);

    public SubmissionServer {
        if (tls == TlsMode.NONE && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "An unencrypted connection is only made to this machine itself, not to " + host);
        }
    }

    /** A server that encrypts after STARTTLS. */
    public static SubmissionServer startTls(String host, int port) {
        return new SubmissionServer(
                host,
                port,
                TlsMode.STARTTLS,
                Optional.empty(),
                CONNECT,
                REPLY,
                Optional.empty(),
                ConnectionLimits.CAREFUL);
    }

    /** A server that encrypts from the first octet. */
    public static SubmissionServer implicitTls(String host, int port) {
        return new SubmissionServer(
                host,
                port,
                TlsMode.IMPLICIT,
                Optional.empty(),
                CONNECT,
                REPLY,
                Optional.empty(),
                ConnectionLimits.CAREFUL);
    }

    /** A server on this machine that does not encrypt. */
    public static SubmissionServer loopback(String host, int port) {
        return new SubmissionServer(
                host, port, TlsMode.NONE, Optional.empty(), CONNECT, REPLY, Optional.empty(), ConnectionLimits.CAREFUL);
    }

    /** Gmail, https://developers.google.com/workspace/gmail/imap/imap-smtp. */
    public static SubmissionServer gmail() {
        return implicitTls("smtp.gmail.com", 465);
    }

    /** Microsoft 365, worldwide cloud. */
    public static SubmissionServer microsoft365() {
        return microsoft365(MicrosoftCloud.WORLDWIDE);
    }

    /** Microsoft 365 in one of its clouds. */
    public static SubmissionServer microsoft365(MicrosoftCloud cloud) {
        return startTls(
                        switch (cloud) {
                            case WORLDWIDE -> "smtp.office365.com";
                            case GCC_HIGH -> "smtp.office365.us";
                            case CHINA -> "smtp.partner.outlook.cn";
                        },
                        587)
                .limited(ConnectionLimits.MICROSOFT);
    }

    /** The same server with further certificate authorities. */
    public SubmissionServer trusting(SSLContext authorities) {
        return new SubmissionServer(
                host, port, tls, Optional.of(authorities), connectTimeout, replyTimeout, preferredMechanism, limits);
    }

    /** The same server with other patience. */
    public SubmissionServer waiting(Duration connect, Duration reply) {
        return new SubmissionServer(host, port, tls, trust, connect, reply, preferredMechanism, limits);
    }

    /**
     * The same server with a SASL mechanism that goes before the others where the server offers it. Without it a token
     * is shown by XOAUTH2, or by OAUTHBEARER where only that is offered; some servers offer both and take one.
     *
     * @param mechanism {@code XOAUTH2} or {@code OAUTHBEARER}
     */
    public SubmissionServer preferring(String mechanism) {
        return new SubmissionServer(
                host,
                port,
                tls,
                trust,
                connectTimeout,
                replyTimeout,
                Optional.of(mechanism.toUpperCase(Locale.ROOT)),
                limits);
    }

    /** The same server with other bounds for one account's connections. */
    public SubmissionServer limited(ConnectionLimits value) {
        return new SubmissionServer(host, port, tls, trust, connectTimeout, replyTimeout, preferredMechanism, value);
    }

    /** Host and port, for people and as a key. */
    String authority() {
        return host + ":" + port;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
