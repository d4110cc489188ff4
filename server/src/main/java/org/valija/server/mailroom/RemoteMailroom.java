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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.valija.oauth.GrantState;
import org.valija.oauth.Secret;
import org.valija.outbox.HoldKind;
import org.valija.outbox.MessageState;
import org.valija.server.mailroom.MailroomException.Problem;
import org.valija.server.outbox.OutboxStandings.Node;
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
                if (!passes(e) || !sleeps(pause)) {
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
        return new AcceptedMail(answer.path("id").asLong(), OptionalInt.empty());
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
    public MailReport mail(long id) {
        JsonNode mail = caller.get("messages/" + id);
        return new MailReport(
                mail.path("id").asLong(),
                MessageState.valueOf(mail.path("state").asString()),
                word(mail.path("held")).map(HoldKind::valueOf),
                mail.path("from").asString(""),
                mail.path("recipients").valueStream().map(JsonNode::asString).toList(),
                mail.path("subject").asString(""),
                mail.path("messageId").asString(""),
                Instant.parse(mail.path("acceptedAt").asString()),
                word(mail.path("nextAttemptAt")).map(Instant::parse),
                word(mail.path("endedAt")).map(Instant::parse),
                mail.path("attemptCount").asInt(0),
                word(mail.path("cause")),
                say(mail.path("words"), mail.path("reply").asString("")));
    }

    /** What does not answer meanwhile is asked again: the mail is accepted. */
    @Override
    public MailReport await(long id, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                MailReport report = mail(id);
                if (report.rests() || System.nanoTime() > end || !sleeps(LOOK)) {
                    return report;
                }
            } catch (MailroomException e) {
                if (!passes(e) || System.nanoTime() > end || !sleeps(LOOK)) {
                    throw e;
                }
            }
        }
    }

    private static boolean passes(MailroomException e) {
        return e.problem() == Problem.UNREACHABLE || e.problem() == Problem.TRY_LATER;
    }

    @Override
    public Overview overview(Optional<String> user) {
        String about = user.map(code -> "?user=" + encoded(code)).orElse("");
        JsonNode accounts = caller.get("accounts" + about);
        JsonNode outbox = caller.get("outbox" + about);
        Map<Long, JsonNode> mail = outbox.path("accounts")
                .valueStream()
                .collect(Collectors.toMap(account -> account.path("account").asLong(), Function.identity()));
        Optional<List<Node>> nodes = Optional.of(outbox.path("nodes"))
                .filter(JsonNode::isArray)
                .map(all -> all.valueStream().map(RemoteMailroom::node).toList());
        return new Overview(
                accounts.valueStream()
                        .map(account -> account(
                                account,
                                Optional.ofNullable(mail.get(account.path("id").asLong()))))
                        .toList(),
                nodes);
    }

    private static Overview.Account account(JsonNode account, Optional<JsonNode> mail) {
        JsonNode error = account.path("lastError");
        return new Overview.Account(
                account.path("id").asLong(),
                account.path("user").asString(""),
                account.path("email").asString(""),
                account.path("provider").asInt(),
                account.path("providerName").asString(""),
                GrantState.valueOf(account.path("state").asString()),
                say(error, error.path("code").asString("")),
                mail.map(found -> found.path("hold")).filter(JsonNode::isObject).map(RemoteMailroom::hold),
                mail.map(found -> found.path("waiting")
                                .propertyStream()
                                .collect(Collectors.toMap(
                                        count -> MessageState.valueOf(count.getKey()),
                                        count -> count.getValue().asLong())))
                        .orElse(Map.of()));
    }

    private static Overview.Hold hold(JsonNode hold) {
        return new Overview.Hold(
                HoldKind.valueOf(hold.path("kind").asString()),
                Instant.parse(hold.path("since").asString()),
                word(hold.path("resumeAt")).map(Instant::parse),
                say(hold.path("words"), "").orElseThrow());
    }

    private static Node node(JsonNode node) {
        return new Node(
                node.path("name").asString(),
                Instant.parse(node.path("startedAt").asString()),
                Instant.parse(node.path("seenAt").asString()),
                node.path("alive").asBoolean());
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

    private static Optional<String> word(JsonNode node) {
        return Optional.of(node.asString("")).filter(text -> !text.isEmpty());
    }

    private static Optional<Say> say(JsonNode words, String code) {
        return Optional.of(words)
                .filter(JsonNode::isObject)
                .map(parts -> new Say(
                        parts.path("what").asString(""),
                        parts.path("side").asString(""),
                        parts.path("todo").asString(""),
                        code));
    }

    @Override
    public void close() {
        caller.close();
    }
}
