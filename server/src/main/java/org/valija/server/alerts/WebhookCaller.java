package org.valija.server.alerts;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.Proxies;

/**
 * Posts one event, by the installation's way out, certificates verified, within ten seconds. Redirects are not followed, and of
 * an answer its status alone is looked at. Thread-safe.
 */
final class WebhookCaller implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ERROR = 300;

    private final Optional<SSLContext> tls;
    private final Proxies proxies;
    private final Clock clock;
    private @Nullable HttpClient client;

    WebhookCaller(Optional<SSLContext> tls, Proxies proxies, Clock clock) {
        this.tls = tls;
        this.proxies = proxies;
        this.clock = clock;
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
                .timeout(PATIENCE)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Valija")
                .header("Valija-Event", delivery.kind().word())
                .header("Valija-Event-Id", delivery.eventId())
                .header(
                        WebhookSignature.HEADER,
                        WebhookSignature.of(webhook.secret(), clock.instant(), delivery.body()))
                .POST(BodyPublishers.ofString(delivery.body()))
                .build();
        try {
            int status = client().send(request, BodyHandlers.discarding()).statusCode();
            return new Answer(Optional.of(status), status / 100 == 2 ? "" : "HTTP " + status);
        } catch (IOException e) {
            return new Answer(Optional.empty(), shown(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(Optional.empty(), "interrupted");
        }
    }

    private static String shown(IOException e) {
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
                    .connectTimeout(PATIENCE)
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
