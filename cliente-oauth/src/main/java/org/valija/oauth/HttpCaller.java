package org.valija.oauth;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Carries Nimbus' protocol messages, each whole exchange within one hard deadline. Thread-safe. */
final class HttpCaller implements HTTPRequestSender {

    /** engine.md §5: an exchange that may rotate a token never outlives this. */
    static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 256 * 1024;

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final BoundedHttp http;

    HttpCaller(Optional<SSLContext> tls, Proxies proxies) {
        this.http = new BoundedHttp(tls, proxies, CONNECT, LARGEST_ANSWER);
    }

    /** @throws HttpFailure when no whole answer came */
    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws HttpFailure {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.getURI());
        for (Map.Entry<String, List<String>> header : request.getHeaderMap().entrySet()) {
            header.getValue().forEach(value -> builder.header(header.getKey(), value));
        }
        String body = Optional.ofNullable(request.getBody()).orElse("");
        builder.method(
                request.getMethod().name(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return exchange(builder.build());
    }

    private HTTPResponse exchange(HttpRequest request) throws HttpFailure {
        CompletableFuture<BoundedHttp.Answer> answer = http.begin(request);
        try {
            return fromProvider(request, await(answer));
        } catch (ExecutionException e) {
            throw failure(request, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpFailure(HttpFailure.Kind.TIMEOUT, request.uri(), true, e);
        }
    }

    /** An interruption does not throw an answer away, because it may hold a rotated token; the deadline bounds the wait. */
    private static BoundedHttp.Answer await(CompletableFuture<BoundedHttp.Answer> answer)
            throws ExecutionException, TimeoutException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static HTTPResponse fromProvider(HttpRequest request, BoundedHttp.Answer answer) throws HttpFailure {
        if (answer.status() == PROXY_AUTHENTICATION_REQUIRED) {
            throw new HttpFailure(
                    HttpFailure.Kind.PROXY,
                    request.uri(),
                    false,
                    new IOException("the proxy asks for user and password (HTTP 407)"));
        }
        return answer(answer.status(), answer.headers().map(), answer.body());
    }

    /** An answer as Nimbus knows it; without a media type where that is none, which it would not survive. */
    static HTTPResponse answer(int status, Map<String, List<String>> headers, String body) {
        HTTPResponse answer = new HTTPResponse(status);
        headers.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Type") || values.stream().allMatch(HttpCaller::isMediaType)) {
                answer.setHeader(name, values.toArray(String[]::new));
            }
        });
        if (!body.isEmpty()) {
            answer.setBody(body);
        }
        return answer;
    }

    private static boolean isMediaType(String value) {
        try {
            ContentType.parse(value);
            return true;
        } catch (ParseException | IllegalArgumentException e) {
            return false;
        }
    }

    private static HttpFailure failure(HttpRequest request, Throwable cause) {
        if (find(cause, UnknownHostException.class) || find(cause, UnresolvedAddressException.class)) {
            return new HttpFailure(HttpFailure.Kind.NAME_UNKNOWN, request.uri(), false, cause);
        }
        if (find(cause, HttpConnectTimeoutException.class) || find(cause, ConnectException.class)) {
            return new HttpFailure(HttpFailure.Kind.UNREACHABLE, request.uri(), false, cause);
        }
        if (find(cause, SSLException.class)) {
            HttpFailure.Kind kind =
                    isNameMismatch(cause) ? HttpFailure.Kind.CERTIFICATE_NAME : HttpFailure.Kind.CERTIFICATE;
            return new HttpFailure(kind, request.uri(), false, cause);
        }
        if (String.valueOf(cause.getMessage()).startsWith("Tunnel failed")) {
            return new HttpFailure(HttpFailure.Kind.PROXY, request.uri(), false, cause);
        }
        if (find(cause, HttpTimeoutException.class)) {
            return new HttpFailure(HttpFailure.Kind.TIMEOUT, request.uri(), true, cause);
        }
        return new HttpFailure(HttpFailure.Kind.CONNECTION_LOST, request.uri(), true, cause);
    }

    /** The JDK tells a wrong name from an unknown authority by its words alone. */
    private static boolean isNameMismatch(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            String message = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("subject alternative") || message.contains("no name matching")) {
                return true;
            }
        }
        return false;
    }

    private static boolean find(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
