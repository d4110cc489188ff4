package org.valija.server.alerts;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.Proxies;

/**
 * Posts one event, by the installation's way out, certificates verified. Redirects are not followed, and of an answer its status
 * alone is looked at. Thread-safe.
 */
final class WebhookCaller implements AutoCloseable {

    private static final int LONGEST_ERROR = 300;

    private final Optional<SSLContext> tls;
    private final Proxies proxies;
    private final Clock clock;
    private final Duration patience;
    private @Nullable HttpClient client;

    /** @param patience until the answer's last byte */
    WebhookCaller(Optional<SSLContext> tls, Proxies proxies, Clock clock, Duration patience) {
        this.tls = tls;
        this.proxies = proxies;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * What came of it.
     *
     * @param status of the answer; empty when there was none
     * @param error what was in the way
     */
    record Answer(Optional<Integer> status, String error) {

        boolean taken() {
            return status.filter(code -> code / 100 == 2).isPresent();
        }
    }

    Answer post(Webhook webhook, WebhookDelivery delivery) {
        HttpRequest request = HttpRequest.newBuilder(webhook.address())
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Valija")
                .header("Valija-Event", delivery.kind().word())
                .header("Valija-Event-Id", delivery.eventId())
                .header(
                        WebhookSignature.HEADER,
                        WebhookSignature.of(webhook.secret(), clock.instant(), delivery.body()))
                .POST(BodyPublishers.ofString(delivery.body()))
                .build();
        // A request's own timeout ends with the answer's headers; a body may trickle on for ever.
        CompletableFuture<HttpResponse<Void>> answer = client().sendAsync(request, BodyHandlers.discarding());
        try {
            int status = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return new Answer(Optional.of(status), status / 100 == 2 ? "" : "HTTP " + status);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Answer(Optional.empty(), "no whole answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Answer(
                    Optional.empty(), shown(Optional.ofNullable(e.getCause()).orElse(e)));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer(Optional.empty(), "interrupted");
        }
    }

    private static String shown(Throwable e) {
        String words = e.getClass().getSimpleName()
                + Optional.ofNullable(e.getMessage()).map(": "::concat).orElse("");
        String line = words.replaceAll("\\p{Cc}+", " ");
        return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) : line;
    }

    /** Made at the first event: it reads every certificate authority of the platform. */
    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .connectTimeout(patience)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .proxy(proxies.selector());
            proxies.authenticator().ifPresent(builder::authenticator);
            tls.ifPresent(builder::sslContext);
            made = builder.build();
            client = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
