package org.valija.mail;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.valija.mail.Outcome.DeferCause;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;
import org.valija.oauth.SealBrokenException;
import org.valija.oauth.TokenResult;
import org.valija.oauth.TokenVault;

/**
 * Sends a mail from a grant's mailbox: asks the vault for a token, and when the server refuses that one, renews it once
 * and tries once more. A second refusal holds the mail; nothing is deleted. Thread-safe.
 */
public final class MailSender {

    /** Code of the error noted with a grant whose token a mail server did not take; its detail is the reply. */
    static final String REFUSED = "mail_refused";

    private final TokenVault vault;
    private final SmtpClient client;
    private final IntFunction<SubmissionServer> servers;

    /** @param servers the submission server of a provider, by its id */
    public MailSender(TokenVault vault, SmtpClient client, IntFunction<SubmissionServer> servers) {
        this.vault = vault;
        this.client = client;
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
        SubmissionServer server = servers.apply(grant.get().providerId());
        try {
            return withToken(vault.accessToken(grantId), token -> {
                try {
                    return deliver(server, token, envelope, content, listener);
                } catch (SmtpConnectException e) {
                    return e.kind() == SmtpConnectException.Kind.AUTH_REFUSED
                            ? afterRefusal(server, token, e, envelope, content, listener)
                            : connectFailure(e);
                }
            });
        } catch (SealBrokenException e) {
            return new Outcome.Held(HoldReason.NEEDS_AUTHENTICATION, String.valueOf(e.getMessage()));
        }
    }

    private Outcome afterRefusal(
            SubmissionServer server,
            AccessToken refused,
            SmtpConnectException refusal,
            Envelope envelope,
            MimeContent content,
            DeliveryListener listener) {
        Optional<HoldReason> known = refusal.reply().flatMap(Replies::holdReason);
        if (known.isPresent()) {
            return held(refused, known.get(), refusal);
        }
        return withToken(vault.replacementFor(refused), token -> {
            try {
                return deliver(server, token, envelope, content, listener);
            } catch (SmtpConnectException e) {
                return e.kind() == SmtpConnectException.Kind.AUTH_REFUSED
                        ? held(token, HoldReason.NEEDS_AUTHENTICATION, e)
                        : connectFailure(e);
            }
        });
    }

    private Outcome held(AccessToken token, HoldReason reason, SmtpConnectException refusal) {
        String detail = refusal.reply().map(SmtpReply::toString).orElse(String.valueOf(refusal.getMessage()));
        vault.noteRefusal(token, REFUSED, detail);
        return new Outcome.Held(reason, detail);
    }

    private Outcome deliver(
            SubmissionServer server,
            AccessToken token,
            Envelope envelope,
            MimeContent content,
            DeliveryListener listener) {
        SmtpCredentials credentials = new SmtpCredentials.OAuthToken(token.email(), token.value());
        try (SmtpConnection connection = client.connect(server, credentials, listener)) {
            return connection.deliver(envelope, content, listener);
        }
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
