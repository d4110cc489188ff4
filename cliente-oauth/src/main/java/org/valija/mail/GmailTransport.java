package org.valija.mail;

import jakarta.mail.internet.AddressException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.valija.mail.DeliveryListener.Step;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.RejectCause;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;

/**
 * Gmail's {@code users.messages.send}, always by its upload address: in one request, or resumably when the mail is large
 * (developers.google.com/workspace/gmail/api/guides/uploads).
 *
 * <p>Gmail takes the recipients from the header. Those whom only the envelope names go into a {@code Bcc} field, which
 * exists on this way alone and which Gmail shows to nobody else; a mail whose header names more than the envelope is not
 * sent. A connection that is lost before the last octet was handed over means {@code Deferred}, after it {@code Unknown},
 * unless the upload was resumable and Gmail can still tell. Thread-safe.
 */
final class GmailTransport implements Transport {

    private static final String MAIL = "message/rfc822";

    /** developers.google.com/workspace/gmail/api/reference/quota: a user may send two or three mails a second. */
    private static final int REQUESTS_AT_ONCE = 3;

    private final HttpUploads http;
    private final MailServers servers;
    private final GmailAnswers answers;

    GmailTransport(MailServers servers, Clock clock) {
        this.servers = servers;
        this.http = new HttpUploads(servers.proxies());
        this.answers = new GmailAnswers(clock);
    }

    @Override
    public Optional<Outcome> deliverAll(
            Grant grant, AccessToken token, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
        while (!mails.isEmpty()) {
            Parcel next = mails.element();
            Outcome outcome = deliver(grant, token, next.envelope(), next.content(), next.listener());
            mails.remove();
            ended.accept(next, outcome);
        }
        return Optional.empty();
    }

    @Override
    public SendingCapacity capacity(Grant grant) {
        return new SendingCapacity(REQUESTS_AT_ONCE, 1);
    }

    private Outcome deliver(
            Grant grant, AccessToken token, Envelope envelope, MailContent content, DeliveryListener listener) {
        GmailApi api = servers.gmailApi(grant.providerId());
        listener.progress(Step.CONNECTING, 0, content.size());
        try {
            HeaderRecipients named = HeaderRecipients.of(content);
            Set<String> beyond = named.beyond(envelope);
            if (!beyond.isEmpty()) {
                return rejected(
                        RejectCause.RECIPIENTS,
                        "not sent: Gmail's API sends to everybody whom the header names, and the envelope does not"
                                + " name " + String.join(", ", beyond));
            }
            UploadBody body = new UploadBody(named.bccFor(envelope), content);
            if (body.size() > api.largestMail()) {
                return rejected(
                        RejectCause.SIZE,
                        "not sent: the mail has " + body.size() + " octets and Gmail's API takes " + api.largestMail());
            }
            return body.size() < api.resumableFrom()
                    ? atOnce(api, token, body, listener)
                    : resumably(api, token, body, listener);
        } catch (AddressException e) {
            return rejected(RejectCause.MESSAGE, "not sent: the recipients in the header cannot be read");
        } catch (IOException e) {
            return new Outcome.Deferred(
                    DeferCause.SERVER, "the mail's content cannot be read: " + e.getMessage(), Optional.empty());
        }
    }

    private static Outcome rejected(RejectCause cause, String text) {
        return new Outcome.Rejected(cause, new SmtpReply(550, text), List.of());
    }

    private Outcome atOnce(GmailApi api, AccessToken token, UploadBody body, DeliveryListener listener) {
        HttpRequest request = request(api.send("media"), token)
                .header("Content-Type", MAIL)
                .POST(body.publisher())
                .build();
        try {
            return answers.outcome(http.exchange(api, request, body, listener).without(token.value()));
        } catch (HttpExchangeException e) {
            return body.isSent() ? new Outcome.Unknown(String.valueOf(e.getMessage())) : deferred(e);
        }
    }

    private Outcome resumably(GmailApi api, AccessToken token, UploadBody body, DeliveryListener listener) {
        HttpRequest beginning = request(api.send("resumable"), token)
                .header("X-Upload-Content-Type", MAIL)
                .header("X-Upload-Content-Length", String.valueOf(body.size()))
                .POST(BodyPublishers.noBody())
                .build();
        Optional<URI> session;
        try {
            HttpAnswer begun = http.exchange(api, beginning).without(token.value());
            if (begun.status() / 100 != 2) {
                return answers.refused(begun);
            }
            session = session(api, begun);
        } catch (HttpExchangeException e) {
            return deferred(e);
        }
        return session.isPresent()
                ? upload(api, token, session.get(), body, listener)
                : new Outcome.Deferred(
                        DeferCause.SERVER, "Gmail's API named no address of its own for the upload", Optional.empty());
    }

    /** Where the content goes; the token is shown to nobody but the API itself. */
    private static Optional<URI> session(GmailApi api, HttpAnswer begun) {
        try {
            return begun.headers()
                    .firstValue("Location")
                    .map(api.base()::resolve)
                    .filter(api::isOwn);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Outcome upload(GmailApi api, AccessToken token, URI session, UploadBody body, DeliveryListener listener) {
        HttpRequest request = request(session, token)
                .header("Content-Type", MAIL)
                .PUT(body.publisher())
                .build();
        try {
            return answers.outcome(http.exchange(api, request, body, listener).without(token.value()));
        } catch (HttpExchangeException e) {
            return body.isSent() ? ask(api, token, session, body, e) : deferred(e);
        }
    }

    /** The content left and no answer came: asks whether it arrived. */
    private Outcome ask(GmailApi api, AccessToken token, URI session, UploadBody body, HttpExchangeException lost) {
        Outcome unknown = new Outcome.Unknown(String.valueOf(lost.getMessage()));
        HttpRequest question = request(session, token)
                .header("Content-Range", "bytes */" + body.size())
                .PUT(BodyPublishers.noBody())
                .build();
        try {
            HttpAnswer answer = http.exchange(api, question).without(token.value());
            if (answer.status() == 308) {
                return deferred(lost);
            }
            return answer.status() / 100 == 2 ? answers.outcome(answer) : unknown;
        } catch (HttpExchangeException e) {
            return unknown;
        }
    }

    private static Outcome deferred(HttpExchangeException e) {
        return new Outcome.Deferred(e.deferCause(), String.valueOf(e.getMessage()), Optional.empty());
    }

    private static HttpRequest.Builder request(URI address, AccessToken token) {
        return HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token.value().reveal())
                .header("Accept", "application/json");
    }
}
