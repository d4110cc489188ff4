package org.valija.mail;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.valija.mail.Outcome.DeferCause;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantListener;
import org.valija.oauth.GrantState;
import org.valija.oauth.SealBrokenException;
import org.valija.oauth.TokenResult;
import org.valija.oauth.TokenVault;
import org.valija.oauth.TransportKind;

/**
 * Sends a mail from a grant's mailbox, by the road that its {@link MailAccounts account} takes: asks the vault for a
 * token, and when the server refuses that one, renews it once and tries once more. A second refusal holds the mail;
 * nothing is deleted. SMTP connections are kept warm for each account and closed when its authorisation ends. Thread-safe.
 */
public final class MailSender implements GrantListener, AutoCloseable {

    /** Code of the error noted with a grant whose token a mail server did not take; its detail is the reply. */
    static final String REFUSED = "mail_refused";

    /** Begins the detail of what is held because a stored value does not open. */
    static final String SEAL = "seal: ";

    private final TokenVault vault;
    private final MailAccounts accounts;
    private final SmtpClient client;
    private final MailServers servers;
    private final SmtpTransport smtp;
    private final Transport gmailApi;

    /**
     * @param accounts which road each grant's mail takes
     * @param servers where each provider takes mail
     * @param clock for the times at which servers want to be asked again
     */
    public MailSender(TokenVault vault, MailAccounts accounts, SmtpClient client, MailServers servers, Clock clock) {
        this.vault = vault;
        this.accounts = accounts;
        this.client = client;
        this.servers = servers;
        this.smtp = new SmtpTransport(client, servers);
        this.gmailApi = new GmailTransport(servers, clock);
    }

    /** Sends; blocks until the server answered or will not. Never throws for what providers, servers or networks do. */
    public Outcome send(long grantId, OutgoingMail mail, DeliveryListener listener) {
        try (MimeContent content = MimeContent.of(mail)) {
            return send(grantId, mail.envelope(), content, listener);
        }
    }

    /** Sends content that was built before. */
    public Outcome send(long grantId, Envelope envelope, MailContent content, DeliveryListener listener) {
        Deque<Parcel> one = new ArrayDeque<>(List.of(new Parcel(envelope, content, listener)));
        List<Outcome> told = new ArrayList<>(1);
        Optional<Outcome> stopped = sendAll(grantId, one, (parcel, outcome) -> told.add(outcome));
        return stopped.orElseGet(() -> told.get(0));
    }

    /**
     * Sends mails of one account in the queue's order and takes out of it what it begins; blocks until the server answered
     * to each or will not. Never throws for what providers, servers or networks do.
     *
     * @param ended told the outcome of each mail that was begun, in their order, on this thread; it may empty the queue to
     *     end the sending
     * @return what keeps the account from sending; the mails left in the queue were not begun. Empty when none was left
     */
    public Optional<Outcome> sendAll(long grantId, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
        Optional<Grant> grant = vault.grant(grantId);
        if (grant.isEmpty()) {
            return Optional.of(new Outcome.Held(HoldReason.NEEDS_AUTHENTICATION, "no such grant"));
        }
        if (!accounts.isProviderKnown(grant.get())) {
            return Optional.of(new Outcome.Held(
                    HoldReason.NEEDS_ADMIN,
                    "provider_missing: provider " + grant.get().providerId()));
        }
        Optional<TransportKind> kind = accounts.transportOf(grant.get());
        if (kind.isEmpty()) {
            return Optional.of(new Outcome.Held(
                    HoldReason.PERMISSION_MISSING,
                    "granted: " + String.join(" ", grant.get().scopes())));
        }
        Attempt attempt = new Attempt(transport(kind.get()), grant.get(), mails, ended);
        try {
            TokenResult result = vault.accessToken(grantId);
            if (!(result instanceof TokenResult.Usable) && !(result instanceof TokenResult.NotNow)) {
                // Another node may have disconnected it; nobody tells this one.
                smtp.forget(grantId);
            }
            return withToken(result, token -> {
                try {
                    return attempt.with(token);
                } catch (TokenRefusedException e) {
                    return afterRefusal(attempt, token, e);
                }
            });
        } catch (SealBrokenException e) {
            return Optional.of(new Outcome.Held(
                    e.kind() == SealBrokenException.Kind.KEY_MISSING
                            ? HoldReason.NEEDS_ADMIN
                            : HoldReason.NEEDS_AUTHENTICATION,
                    SEAL + e.getMessage()));
        }
    }

    /** How much of an account's mail may be under way at one time; one mail alone where none can be sent. */
    public SendingCapacity capacityOf(Grant grant) {
        return accounts.transportOf(grant)
                .map(kind -> transport(kind).capacity(grant))
                .orElse(new SendingCapacity(1, 1));
    }

    /** What the account's provider takes of it. */
    public SendingQuota quotaOf(Grant grant) {
        return servers.quota(grant.providerId(), grant.email());
    }

    private Transport transport(TransportKind kind) {
        return switch (kind) {
            case SMTP -> smtp;
            case GMAIL_API -> gmailApi;
        };
    }

    /** Mails and their road; the token is what may change. */
    private record Attempt(Transport transport, Grant grant, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
        Optional<Outcome> with(AccessToken token) {
            return transport.deliverAll(grant, token, mails, ended);
        }
    }

    private Optional<Outcome> afterRefusal(Attempt attempt, AccessToken refused, TokenRefusedException refusal) {
        Optional<HoldReason> known = refusal.known();
        if (known.isPresent()) {
            return Optional.of(held(refused, known.get(), refusal));
        }
        return withToken(vault.replacementFor(refused), token -> {
            try {
                return attempt.with(token);
            } catch (TokenRefusedException e) {
                return Optional.of(held(token, HoldReason.NEEDS_AUTHENTICATION, e));
            }
        });
    }

    private Outcome held(AccessToken token, HoldReason reason, TokenRefusedException refusal) {
        vault.noteRefusal(token, REFUSED, refusal.detail());
        return new Outcome.Held(reason, refusal.detail());
    }

    /** Closes the connections of a grant that can no longer be used; a mail on its way ends first. */
    @Override
    public void stateChanged(Grant before, Grant after) {
        if (after.state() != GrantState.CONNECTED) {
            smtp.forget(after.id());
        }
    }

    /** Closes the warm connections. */
    @Override
    public void close() {
        smtp.close();
    }

    /** Sends with a password, through a server that still takes one. */
    public Outcome sendWithPassword(
            SubmissionServer server, SmtpCredentials.Password password, OutgoingMail mail, DeliveryListener listener) {
        try (MimeContent content = MimeContent.of(mail)) {
            return sendWithPassword(server, password, mail.envelope(), content, listener);
        }
    }

    /** Sends content that was built before, with a password. */
    public Outcome sendWithPassword(
            SubmissionServer server,
            SmtpCredentials.Password password,
            Envelope envelope,
            MailContent content,
            DeliveryListener listener) {
        try (SmtpConnection connection = client.connect(server, password, listener)) {
            return connection.deliver(envelope, content, listener);
        } catch (SmtpConnectException e) {
            return SmtpTransport.connectFailure(e);
        }
    }

    private static Optional<Outcome> withToken(TokenResult result, Function<AccessToken, Optional<Outcome>> use) {
        return result.fold(
                usable -> use.apply(usable.token()),
                notNow -> Optional.of(new Outcome.Deferred(
                        DeferCause.TOKEN,
                        notNow.error().code() + ": " + notNow.error().detail(),
                        Optional.of(notNow.retryAfter()))),
                needs -> Optional.of(new Outcome.Held(
                        HoldReason.NEEDS_AUTHENTICATION,
                        needs.error().code() + ": " + needs.error().detail())),
                admin -> Optional.of(new Outcome.Held(
                        HoldReason.NEEDS_ADMIN,
                        admin.error().code() + ": " + admin.error().detail())),
                disconnected -> Optional.of(new Outcome.Held(HoldReason.NEEDS_AUTHENTICATION, "disconnected")));
    }
}
