package org.valija.simulator.inbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.simulator.web.Page;
import org.valija.simulator.web.WebRequest;
import org.valija.simulator.web.WebResponse;
import org.valija.simulator.web.WebServer;

/** The inbox over HTTP: pages for people, JSON and bytes for programs. */
public final class InboxEndpoints {

    private static final Pattern DETAIL = Pattern.compile("/bandeja/(\\d{1,18})");
    private static final Pattern ORIGINAL = Pattern.compile("/inbox/(\\d{1,18})\\.eml");
    private static final Pattern PART = Pattern.compile("/inbox/(\\d{1,18})/parts/(\\d{1,4})");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+");

    private final Inbox inbox;

    private InboxEndpoints(Inbox inbox) {
        this.inbox = inbox;
    }

    /** Puts the inbox on a web server. */
    public static void serve(Inbox inbox, WebServer web) {
        InboxEndpoints endpoints = new InboxEndpoints(inbox);
        web.route("GET", "/bandeja", request -> InboxPages.list(inbox.messages()));
        web.route("GET", "/bandeja/*", endpoints::detail);
        web.route("GET", "/inbox.json", request -> endpoints.json());
        web.route("GET", "/inbox/*", endpoints::bytes);
    }

    private WebResponse detail(WebRequest request) {
        Matcher path = DETAIL.matcher(request.path());
        return path.matches() ? of(path, InboxPages::detail) : missing();
    }

    private WebResponse bytes(WebRequest request) {
        Matcher original = ORIGINAL.matcher(request.path());
        if (original.matches()) {
            return of(
                    original,
                    message -> WebResponse.bytes(200, "message/rfc822", message.content())
                            .with("Content-Disposition", "attachment; filename=\"" + message.id() + ".eml\""));
        }
        Matcher part = PART.matcher(request.path());
        return part.matches() ? of(part, message -> part(message, Integer.parseInt(part.group(2)))) : missing();
    }

    private WebResponse of(Matcher path, Function<ReceivedMessage, WebResponse> answer) {
        return inbox.message(Long.parseLong(path.group(1))).map(answer).orElseGet(InboxEndpoints::missing);
    }

    private static WebResponse part(ReceivedMessage message, int number) {
        List<MimePart> parts = message.parts();
        if (number < 1 || number > parts.size()) {
            return missing();
        }
        MimePart part = parts.get(number - 1);
        boolean plainType = MEDIA_TYPE.matcher(part.contentType()).matches();
        String name = URLEncoder.encode(part.fileName().orElse("parte-" + number), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return WebResponse.bytes(200, plainType ? part.contentType() : "application/octet-stream", part.content())
                .with("Content-Security-Policy", "sandbox")
                .with("Content-Disposition", "attachment; filename*=UTF-8''" + name);
    }

    private WebResponse json() {
        List<Object> messages = new ArrayList<>();
        inbox.messages().forEach(message -> messages.add(json(message)));
        return WebResponse.json(200, messages);
    }

    private static Map<String, Object> json(ReceivedMessage message) {
        Envelope envelope = message.envelope();
        MimePart mime = message.mime();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", message.id());
        fields.put("receivedAt", message.receivedAt().toString());
        fields.put("way", envelope.way().toString());
        fields.put("sender", envelope.sender());
        fields.put("recipients", envelope.recipients());
        envelope.authenticatedUser().ifPresent(user -> fields.put("authenticatedUser", user));
        envelope.tlsVersion().ifPresent(version -> fields.put("tlsVersion", version));
        envelope.tlsCipher().ifPresent(cipher -> fields.put("tlsCipher", cipher));
        mime.header("From").ifPresent(from -> fields.put("from", from));
        mime.header("Subject").ifPresent(subject -> fields.put("subject", subject));
        mime.header("Message-ID").ifPresent(id -> fields.put("messageId", id.strip()));
        fields.put("size", message.size());
        fields.put("sha256", Sha256.hex(message.content()));
        List<Object> parts = new ArrayList<>();
        List<MimePart> leaves = mime.leaves();
        for (int i = 0; i < leaves.size(); i++) {
            parts.add(json(i + 1, leaves.get(i)));
        }
        fields.put("parts", parts);
        return fields;
    }

    private static Map<String, Object> json(int number, MimePart part) {
        byte[] content = part.content();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", number);
        fields.put("type", part.contentType());
        fields.put("attachment", part.isAttachment());
        part.fileName().ifPresent(name -> fields.put("name", name));
        fields.put("size", content.length);
        fields.put("sha256", Sha256.hex(content));
        return fields;
    }

    private static WebResponse missing() {
        return Page.message(404, "No existe", "Ese mensaje o esa parte no está en la bandeja.");
    }
}
