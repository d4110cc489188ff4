package org.valija.mail;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.valija.mail.Outcome.DeferCause;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantListener;
import org.valija.oauth.GrantState;
import org.valija.oauth.SealBrokenException;
import org.valija.oauth.TokenResult;
import org.valija.oauth.TokenVault;

/**
 * Sends a mail from a grant's mailbox: asks the vault for a token, and when the server refuses that one, renews it once
 * and tries once more. A second refusal holds the mail; nothing is deleted. Connections are kept warm for each account and
 * closed when its authorisation ends. Thread-safe.
 */
public final class MailSender implements GrantListener, AutoCloseable {

    private final TokenVault vault;
    private final SmtpClient client;
    private final SmtpPool pool;
    private final IntFunction<SubmissionServer> servers;

    /** @param servers the submission server of a provider, by its id */
    public MailSender(TokenVault vault, SmtpClient client, IntFunction<SubmissionServer> servers) {
        this.vault = vault;
        this.client = client;
        this.pool = new SmtpPool(client);
        this.servers = servers;
    }

    /** Sends; blocks until the server answered or will not. Never throws for what providers, servers or networks do. */
    public Outcome send(long grantId, OutgoingMail mail, DeliveryListener listener) {
        try (MimeContent content = MimeContent.of(mail)) {
            return send(grantId, mail.envelope(), content, listener);
        }
    }

    /** Sends content that was built before. */
    public Outcome send(long grantId, Envelope envelope, MimeContent content, DeliveryListener listener) {
        Optional<Grant> grant = vault.grant(grantId);
        if (grant.isEmpty()) {
            return new Outcome.Held(HoldReason.NEEDS_AUTHENTICATION, "no such grant");
        }
        Attempt attempt = new Attempt(grant.get(), envelope, content, listener);
        try {
            TokenResult result = vault.accessToken(grantId);
            if (!(result instanceof TokenResult.Usable) && !(result instanceof TokenResult.NotNow)) {
                pool.drop(grantId);
            }
            return withToken(result, attempt::deliver);
        } catch (SealBrokenException e) {
            return new Outcome.Held(HoldReason.NEEDS_AUTHENTICATION, String.valueOf(e.getMessage()));
        }
    }

    /** One mail of one grant. */
    private final class Attempt {
        private final SmtpPool.Account account;
        private final SubmissionServer server;
        private final Envelope envelope;
        private final MimeContent content;
        private final DeliveryListener listener;

        Attempt(Grant grant, Envelope envelope, MimeContent content, DeliveryListener listener) {
            this.account = new SmtpPool.Account(grant.id(), grant.connectedAt());
            this.server = servers.apply(grant.providerId());
            this.envelope = envelope;
            this.content = content;
            this.listener = listener;
        }

        Outcome deliver(AccessToken token) {
            return with(token, refusal -> {
                Optional<HoldReason> known = refusal.reply().flatMap(Replies::holdReason);
                return known.isPresent()
                        ? held(token, known.get(), refusal)
                        : withToken(vault.replacementFor(token), this::deliverAgain);
            });
        }

        private Outcome deliverAgain(AccessToken renewed) {
            return with(renewed, refusal -> held(renewed, HoldReason.NEEDS_AUTHENTICATION, refusal));
        }

        private Outcome with(AccessToken token, Function<SmtpConnectException, Outcome> whenRefused) {
            SmtpCredentials credentials = new SmtpCredentials.OAuthToken(token.email(), token.value());
            try {
                return pool.deliver(account, server, credentials, envelope, content, listener);
            } catch (SmtpConnectException e) {
                return e.kind() == SmtpConnectException.Kind.AUTH_REFUSED ? whenRefused.apply(e) : connectFailure(e);
            }
        }
    }

    private Outcome held(AccessToken token, HoldReason reason, SmtpConnectException refusal) {
        String detail = refusal.reply().map(SmtpReply::toString).orElse(String.valueOf(refusal.getMessage()));
        vault.noteRefusal(token, "mail_refused", detail);
        return new Outcome.Held(reason, detail);
    }

    /** Closes the connections of a grant that can no longer be used; a mail on its way ends first. */
    @Override
    public void stateChanged(Grant before, Grant after) {
        if (after.state() != GrantState.CONNECTED) {
            pool.drop(after.id());
        }
    }

    /** Closes the warm connections. */
    @Override
    public void close() {
        pool.close();
    }

    /** Sends with a password, through a server that still takes one. */
    public Outcome sendWithPassword(
            SubmissionServer server, SmtpCredentials.Password password, OutgoingMail mail, DeliveryListener listener) {
        try (MimeContent content = MimeContent.of(mail);
                SmtpConnection connection = client.connect(server, password, listener)) {
            return connection.deliver(mail.envelope(), content, listener);
        } catch (SmtpConnectException e) {
            return connectFailure(e);
        }
    }

    private static Outcome withToken(TokenResult result, Function<AccessToken, Outcome> use) {
        return result.fold(
                usable -> use.apply(usable.token()),
                notNow -> new Outcome.Deferred(
                        DeferCause.TOKEN,
                        notNow.error().code() + ": " + notNow.error().detail(),
                        Optional.of(notNow.retryAfter())),
                needs -> new Outcome.Held(
                        HoldReason.NEEDS_AUTHENTICATION,
                        needs.error().code() + ": " + needs.error().detail()),
                admin -> new Outcome.Held(
                        HoldReason.NEEDS_ADMIN,
                        admin.error().code() + ": " + admin.error().detail()),
                disconnected -> new Outcome.Held(HoldReason.NEEDS_AUTHENTICATION, "disconnected"));
    }

    private static Outcome connectFailure(SmtpConnectException e) {
        String detail = e.reply().map(SmtpReply::toString).orElse(String.valueOf(e.getMessage()));
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
}
