package org.valija.mail;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.valija.mail.DeliveryListener.Step;
import org.valija.oauth.BoundedHttp;
import org.valija.oauth.Proxies;

/** Carries requests to Gmail's API. An upload may take as long as it goes forward. Thread-safe. */
final class HttpUploads {

    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final Map<GmailApi, BoundedHttp> clients = new ConcurrentHashMap<>();
    private final Proxies proxies;

    HttpUploads(Proxies proxies) {
        this.proxies = proxies;
    }

    /** Sends a request without a body. */
    HttpAnswer exchange(GmailApi api, HttpRequest request) throws HttpExchangeException {
        return await(api, request, Optional.empty(), DeliveryListener.SILENT);
    }

    /** Sends a request with a mail as its body; the listener hears of it on this thread. */
    HttpAnswer exchange(GmailApi api, HttpRequest request, UploadBody body, DeliveryListener listener)
            throws HttpExchangeException {
        return await(api, request, Optional.of(body), listener);
    }

    private HttpAnswer await(GmailApi api, HttpRequest request, Optional<UploadBody> body, DeliveryListener listener)
            throws HttpExchangeException {
        String host = api.base().getAuthority();
        CompletableFuture<BoundedHttp.Answer> answer = client(api).begin(request);
        Watch watch = new Watch(body, listener, api.patience());
        try {
            while (true) {
                try {
                    HttpAnswer whole = HttpAnswer.of(answer.get(LOOK_NANOS, TimeUnit.NANOSECONDS));
                    watch.look();
                    return whole;
                } catch (TimeoutException e) {
                    if (watch.look()) {
                        throw HttpExchangeException.late(host, e);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw HttpExchangeException.of(host, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpExchangeException.of(host, e);
        } finally {
            // Nothing, where the answer is there.
            answer.cancel(true);
        }
    }

    private BoundedHttp client(GmailApi api) {
        return clients.computeIfAbsent(
                api, key -> new BoundedHttp(key.trust(), proxies, key.connectTimeout(), HttpAnswer.LONGEST));
    }

    /** Sees whether an upload goes forward, and tells the listener. */
    private static final class Watch {
        private final Optional<UploadBody> body;
        private final DeliveryListener listener;
        private final long patienceNanos;
        private long told = -1;
        private long since = System.nanoTime();

        Watch(Optional<UploadBody> body, DeliveryListener listener, Duration patience) {
            this.body = body;
            this.listener = listener;
            this.patienceNanos = patience.toNanos();
        }

        /** Whether nothing has moved for too long. */
        boolean look() {
            long sent = body.map(UploadBody::sent).orElse(0L);
            if (sent != told) {
                told = sent;
                since = System.nanoTime();
                body.ifPresent(mail -> tell(mail, sent));
            }
            return System.nanoTime() - since > patienceNanos;
        }

        private void tell(UploadBody mail, long sent) {
            if (sent > 0) {
                listener.progress(Step.CONTENT, sent, mail.size());
            }
            if (sent == mail.size()) {
                listener.progress(Step.REPLY, sent, mail.size());
            }
        }
    }
}
