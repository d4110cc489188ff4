package org.valija.mail;

import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.valija.mail.Outcome.DeferCause;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;

/** SMTP submission (RFC 6409) with the token shown by XOAUTH2 or OAUTHBEARER, over warm connections. Thread-safe. */
final class SmtpTransport implements Transport, AutoCloseable {

    private final SmtpPool pool;
    private final MailServers servers;

    SmtpTransport(SmtpClient client, MailServers servers) {
        this.pool = new SmtpPool(client);
        this.servers = servers;
    }

    @Override
    public Optional<Outcome> deliverAll(
            Grant grant, AccessToken token, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
        SmtpCredentials credentials = new SmtpCredentials.OAuthToken(token.email(), token.value());
        SmtpPool.Account account = new SmtpPool.Account(grant.id(), grant.connectedAt());
        try {
            pool.deliverAll(account, servers.smtp(grant.providerId()), credentials, mails, ended);
            return Optional.empty();
        } catch (SmtpConnectException e) {
            if (e.kind() == SmtpConnectException.Kind.AUTH_REFUSED) {
                throw new TokenRefusedException(e.reply().flatMap(Replies::holdReason), detail(e), e);
            }
            return Optional.of(connectFailure(e));
        }
    }

    @Override
    public SendingCapacity capacity(Grant grant) {
        return new SendingCapacity(servers.smtp(grant.providerId()).limits().connections(), Convoy.MOST_UNDER_WAY);
    }

    /** Closes the grant's connections; a mail on its way ends first. */
    void forget(long grantId) {
        pool.drop(grantId);
    }

    @Override
    public void close() {
        pool.close();
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
