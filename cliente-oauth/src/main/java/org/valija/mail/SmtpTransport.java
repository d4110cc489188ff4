package org.valija.mail;

import java.util.Optional;
import org.valija.mail.Outcome.DeferCause;
import org.valija.oauth.AccessToken;

/** SMTP submission (RFC 6409) with the token shown by XOAUTH2 or OAUTHBEARER. Thread-safe. */
final class SmtpTransport implements Transport {

    private final SmtpClient client;
    private final MailServers servers;

    SmtpTransport(SmtpClient client, MailServers servers) {
        this.client = client;
        this.servers = servers;
    }

    @Override
    public Outcome deliver(
            int providerId, AccessToken token, Envelope envelope, MimeContent content, DeliveryListener listener) {
        SmtpCredentials credentials = new SmtpCredentials.OAuthToken(token.email(), token.value());
        try (SmtpConnection connection = client.connect(servers.smtp(providerId), credentials, listener)) {
            return connection.deliver(envelope, content, listener);
        } catch (SmtpConnectException e) {
            if (e.kind() == SmtpConnectException.Kind.AUTH_REFUSED) {
                throw new TokenRefusedException(e.reply().flatMap(Replies::holdReason), detail(e), e);
            }
            return connectFailure(e);
        }
    }

    /** What it means for a mail that no authenticated connection came about. */
    static Outcome connectFailure(SmtpConnectException e) {
        String detail = detail(e);
        return switch (e.kind()) {
            case TLS_UNTRUSTED, TLS_NAME_MISMATCH ->
                new Outcome.Deferred(DeferCause.CERTIFICATE, detail, Optional.empty());
            case TLS_NOT_OFFERED, AUTH_NOT_OFFERED ->
                new Outcome.Deferred(DeferCause.NOT_OFFERED, detail, Optional.empty());
            case AUTH_REFUSED ->
                new Outcome.Held(
                        e.reply().flatMap(Replies::holdReason).orElse(HoldReason.NEEDS_AUTHENTICATION), detail);
            case AUTH_TEMPORARY, PROTOCOL ->
                e.reply()
                        .flatMap(Replies::holdReason)
                        .<Outcome>map(reason -> new Outcome.Held(reason, detail))
                        .orElseGet(() -> new Outcome.Deferred(DeferCause.SERVER, detail, Optional.empty()));
            case UNREACHABLE -> new Outcome.Deferred(DeferCause.UNREACHABLE, detail, Optional.empty());
        };
    }

    private static String detail(SmtpConnectException e) {
        return e.reply().map(SmtpReply::toString).orElse(String.valueOf(e.getMessage()));
    }
}
