package org.valija.server.mailroom;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import org.valija.oauth.GrantState;
import org.valija.oauth.Secret;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MessageState;
import org.valija.server.mailroom.MailroomException.Problem;
import org.valija.server.web.Say;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service elsewhere, by its programming interface; what may be done there its token says. */
public final class RemoteMailroom implements Mailroom {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Waits before a mail is handed in again whose answer did not come; its key keeps it from being accepted twice. */
    private static final List<Duration> AGAIN = List.of(Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final RemoteCaller caller;

    /** @param tls trusts further certificate authorities; empty for the platform's */
    public RemoteMailroom(URI service, Secret token, Optional<SSLContext> tls) {
        this.caller = new RemoteCaller(service, token, tls);
    }

    @Override
    public AcceptedMail send(MailOrder order) {
        for (Duration pause : AGAIN) {
            try {
                return handIn(order);
            } catch (MailroomException e) {
                boolean passes = e.problem() == Problem.UNREACHABLE || e.problem() == Problem.TRY_LATER;
                if (!passes || !sleeps(pause)) {
                    throw e;
                }
            }
        }
        return handIn(order);
    }

    private AcceptedMail handIn(MailOrder order) {
        MultipartBody body =
                new MultipartBody().json("message", JsonMapper.shared().writeValueAsString(document(order)));
        for (Path file : order.attachments()) {
            body.file("attachment", file);
        }
        HttpRequest request = caller.request("messages")
                .header("Content-Type", body.contentType())
                .header("Idempotency-Key", order.key())
                .POST(body.publisher())
                .build();
        JsonNode answer = caller.call(request);
        return new AcceptedMail(answer.path("id").asString(), true, OptionalInt.empty());
    }

    private static Map<String, Object> document(MailOrder order) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("user", order.user());
        order.from().ifPresent(address -> document.put("from", address));
        document.put("to", order.to());
        document.put("cc", order.cc());
        document.put("bcc", order.bcc());
        order.replyTo().ifPresent(address -> document.put("replyTo", address));
        document.put("subject", order.subject());
        document.put("text", order.text());
        return document;
    }

    private static boolean sleeps(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public MailReport mail(String id) {
        JsonNode mail = caller.get("messages/" + encoded(id));
        return new MailReport(
                mail.path("id").asString(),
                MessageState.valueOf(constant(mail.path("state"))),
                word(mail.path("held")).map(kind -> HoldKind.valueOf(constant(kind))),
                mail.path("from").asString(""),
                mail.path("to").valueStream().map(JsonNode::asString).toList(),
                mail.path("subject").asString(""),
                mail.path("messageId").asString(""),
                Instant.parse(mail.path("acceptedAt").asString()),
                instant(mail.path("endedAt")),
                instant(mail.path("nextAt")),
                mail.path("attempts").asInt(0),
                say(mail.path("trouble")));
    }

    @Override
    public MailReport await(String id, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        MailReport report = mail(id);
        while (!report.rests() && System.nanoTime() < end && sleeps(LOOK)) {
            report = mail(id);
        }
        return report;
    }

    @Override
    public Overview overview(Optional<String> user) {
        JsonNode answer = caller.get(
                "accounts" + user.map(code -> "?user=" + encoded(code)).orElse(""));
        return new Overview(
                answer.path("accounts")
                        .valueStream()
                        .map(RemoteMailroom::account)
                        .toList(),
                Optional.empty());
    }

    private static Overview.Account account(JsonNode account) {
        return new Overview.Account(
                account.path("id").asString(),
                account.path("user").asString(""),
                account.path("address").asString(""),
                account.path("provider").asString(""),
                GrantState.valueOf(constant(account.path("state"))),
                say(account.path("trouble")),
                Optional.empty(),
                Map.of());
    }

    @Override
    public Authorization authorize(AuthorizationWish wish) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("user", wish.user());
        wish.email().ifPresent(email -> document.put("email", email));
        document.put("provider", wish.providerId());
        JsonNode begun = caller.post(
                "authorizations",
                "application/json",
                BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(document)));
        return new RemoteAuthorization(caller, wish.user(), begun);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As the interface writes the names of constants. */
    static String constant(JsonNode word) {
        return word.asString("").toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Optional<JsonNode> word(JsonNode node) {
        return Optional.of(node)
                .filter(found -> found.isString() && !found.asString().isEmpty());
    }

    private static Optional<Instant> instant(JsonNode node) {
        return word(node).map(text -> Instant.parse(text.asString()));
    }

    static Optional<Say> say(JsonNode node) {
        return Optional.of(node)
                .filter(JsonNode::isObject)
                .map(parts -> new Say(
                        parts.path("what").asString(""),
                        parts.path("side").asString(""),
                        parts.path("do").asString(""),
                        parts.path("code").asString("")));
    }

    @Override
    public void close() {
        caller.close();
    }
}
