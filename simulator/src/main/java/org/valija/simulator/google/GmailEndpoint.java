package org.valija.simulator.google;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.simulator.inbox.Envelope;
import org.valija.simulator.inbox.Inbox;
import org.valija.simulator.web.WebRequest;
import org.valija.simulator.web.WebResponse;

/**
 * Gmail's {@code users.messages.send}: the mail as JSON, as {@code message/rfc822} in one request, or by a resumable
 * upload. The token must be live and of a scope that sends. Recipients come from {@code To}, {@code Cc} and {@code Bcc};
 * the last is in no copy that is kept.
 */
final class GmailEndpoint {

    /** Above Gmail's own limit, so that a mail too large gets Gmail's answer. */
    static final int BODY_LIMIT = 64 << 20;

    private static final Pattern PATH = Pattern.compile("(?:/upload)?/gmail/v1/users/([^/]+)/messages/send");
    private static final Pattern RAW = Pattern.compile("\"raw\"\\s*:\\s*\"([A-Za-z0-9_+/=-]*+)\"");

    private final Grants grants;
    private final Failures failures;
    private final Settings settings;
    private final Counters counters;
    private final Inbox inbox;
    private final URI base;
    private final CountDownLatch closing;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    /** A resumable upload: how long its mail will be, and what became of it. */
    private record Upload(long length, Optional<String> messageId) {}

    GmailEndpoint(
            Grants grants,
            Failures failures,
            Settings settings,
            Counters counters,
            Inbox inbox,
            URI base,
            CountDownLatch closing) {
        this.grants = grants;
        this.failures = failures;
        this.settings = settings;
        this.counters = counters;
        this.inbox = inbox;
        this.base = base;
        this.closing = closing;
    }

    /** {@code POST /gmail/v1/users/{userId}/messages/send}: the mail in base64url inside JSON. */
    WebResponse send(WebRequest request) {
        return answer(() -> {
            SimulatedAccount account = sender(request);
            Matcher raw = RAW.matcher(request.text());
            if (!raw.find()) {
                throw new GmailError(
                        400,
                        "invalidArgument",
                        "'raw' RFC822 payload message string or uploading message" + " via /upload/* URL required");
            }
            return message(accept(account, octets(raw.group(1))));
        });
    }

    /** {@code POST /upload/gmail/v1/users/{userId}/messages/send}: by {@code uploadType}. */
    WebResponse upload(WebRequest request) {
        return answer(() -> {
            SimulatedAccount account = sender(request);
            String type = request.query().value("uploadType").orElse("media");
            return switch (type) {
                case "media" -> {
                    mustBeMail(request.header("Content-Type"));
                    yield message(accept(account, request.body()));
                }
                case "resumable" -> begin(request);
                default -> throw new GmailError(400, "badRequest", "This uploadType is not simulated: " + type);
            };
        });
    }

    /** {@code PUT} to the address that a resumable upload was given: its content, or the question how it stands. */
    WebResponse resume(WebRequest request) {
        return answer(() -> {
            SimulatedAccount account = sender(request);
            String id = request.query().value("upload_id").orElse("");
            Upload upload = Optional.ofNullable(uploads.get(id))
                    .orElseThrow(() -> new GmailError(404, "notFound", "No such upload"));
            if (upload.messageId().isPresent()) {
                return message(upload.messageId().get());
            }
            if (request.header("Content-Range").orElse("").startsWith("bytes */")) {
                return WebResponse.text(308, "");
            }
            if (request.body().length != upload.length()) {
                throw new GmailError(400, "badRequest", "Length differs from X-Upload-Content-Length");
            }
            String message = accept(account, request.body());
            uploads.put(id, new Upload(upload.length(), Optional.of(message)));
            return message(message);
        });
    }

    private WebResponse answer(Supplier<WebResponse> work) {
        counters.countMailRequest();
        Optional<FailurePlan> plan = failures.next(Endpoint.GMAIL);
        plan.ifPresent(failure -> failure.pause(closing));
        return switch (plan.map(FailurePlan::kind).orElse(FailurePlan.Kind.NONE)) {
            case ANSWER -> plan.map(FailurePlan::response).orElseThrow();
            case DROP_BEFORE -> WebResponse.dropped();
            case DROP_AFTER -> {
                process(work);
                yield WebResponse.dropped();
            }
            default -> process(work);
        };
    }

    private static WebResponse process(Supplier<WebResponse> work) {
        try {
            return work.get();
        } catch (GmailError e) {
            return e.response();
        }
    }

    /** Whose token it is, when it may send for the user in the path. */
    private SimulatedAccount sender(WebRequest request) {
        AccessToken token = request.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .flatMap(header -> grants.live(header.substring(7).strip()))
                .orElseThrow(() -> new GmailError(401, "authError", "Invalid Credentials"));
        if (!token.scopes().contains(Scopes.GMAIL_SEND) && !token.scopes().contains(Scopes.MAIL)) {
            throw new GmailError(403, "insufficientPermissions", "Request had insufficient authentication scopes.");
        }
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw new GmailError(404, "notFound", "Not Found");
        }
        String user = path.group(1).toLowerCase(Locale.ROOT);
        if (!user.equals("me") && !user.equals(token.account().address())) {
            throw new GmailError(
                    403, "forbidden", "Delegation denied for " + token.account().address());
        }
        return token.account();
    }

    private WebResponse begin(WebRequest request) {
        mustBeMail(request.header("X-Upload-Content-Type"));
        long length;
        try {
            length = Long.parseLong(request.header("X-Upload-Content-Length").orElse(""));
        } catch (NumberFormatException e) {
            throw new GmailError(400, "badRequest", "X-Upload-Content-Length is missing");
        }
        mustFit(length);
        String id = RandomTexts.of("up-", 40);
        uploads.put(id, new Upload(length, Optional.empty()));
        return WebResponse.text(200, "")
                .with("Location", base + request.path() + "?uploadType=resumable&upload_id=" + id);
    }

    private String accept(SimulatedAccount account, byte[] mail) {
        mustFit(mail.length);
        List<String> recipients = MailRecipients.of(mail);
        if (recipients.isEmpty()) {
            throw new GmailError(400, "invalidArgument", "Recipient address required");
        }
        Envelope envelope = new Envelope(
                Envelope.Way.GMAIL_API,
                account.address(),
                recipients,
                Optional.of(account.address()),
                Optional.empty(),
                Optional.empty(),
                List.of());
        long number = inbox.add(envelope, MailRecipients.withoutBcc(mail)).id();
        return String.format("%016x", 0x18c5_0000_0000_0000L + number);
    }

    private void mustFit(long length) {
        if (length > settings.largestMail) {
            throw new GmailError(413, "uploadTooLarge", "Request Entity Too Large");
        }
    }

    private static void mustBeMail(Optional<String> contentType) {
        if (!contentType.orElse("").startsWith("message/")) {
            throw new GmailError(
                    400,
                    "badContent",
                    "Media type '" + contentType.orElse("") + "' is not supported. Valid media"
                            + " types: [message/*]");
        }
    }

    private static byte[] octets(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            throw new GmailError(400, "invalidArgument", "Invalid value for ByteString");
        }
    }

    private static WebResponse message(String id) {
        return WebResponse.json(200, Map.of("id", id, "threadId", id, "labelIds", List.of("SENT")));
    }
}
