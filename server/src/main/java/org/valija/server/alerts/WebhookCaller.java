package org.valija.server.alerts;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLContext;
import org.valija.oauth.BoundedHttp;
import org.valija.oauth.Proxies;

/** Posts one event, by the installation's way out; of an answer its status alone is looked at. Thread-safe. */
final class WebhookCaller implements AutoCloseable {

    private static final int LONGEST_ERROR = 300;

    /** More is not waited for: only its status counts. */
    private static final int LARGEST_ANSWER = 64 * 1024;

    private final BoundedHttp http;
    private final Clock clock;
    private final Duration patience;

    /** @param patience until the answer's last byte */
    WebhookCaller(Optional<SSLContext> tls, Proxies proxies, Clock clock, Duration patience) {
        this.http = new BoundedHttp(tls, proxies, patience, LARGEST_ANSWER);
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

    /** Empty when it was stopped before it ended: nothing is known of it. */
    Optional<Answer> post(Webhook webhook, WebhookDelivery delivery) {
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
        try {
            int status = http.exchange(request, patience).status();
            return Optional.of(new Answer(Optional.of(status), status / 100 == 2 ? "" : "HTTP " + status));
        } catch (HttpTimeoutException e) {
            return Optional.of(new Answer(Optional.empty(), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of(new Answer(Optional.empty(), shown(e)));
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String shown(Throwable e) {
        String words = e.getClass().getSimpleName()
                + Optional.ofNullable(e.getMessage()).map(": "::concat).orElse("");
        String line = words.replaceAll("\\p{Cc}+", " ");
        return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) : line;
    }

    /** Stops what is under way and what comes after. */
    @Override
    public void close() {
        http.close();
    }
}
