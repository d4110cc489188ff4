package org.valija.oauth;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * HTTP towards servers that are not ours: by the way out that {@link Proxies} names, certificates and names verified, redirects
 * not followed, and of an answer no more read than a bound. Its client is made at the first exchange, because that reads every
 * certificate authority of the platform. Thread-safe.
 */
public final class BoundedHttp implements AutoCloseable {

    private final Optional<SSLContext> tls;
    private final Proxies proxies;
    private final Duration connect;
    private final int largest;
    private final Set<CompletableFuture<Answer>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private @Nullable HttpClient client;

    /**
     * Makes no connection yet.
     *
     * @param tls whom to trust; empty for the platform's authorities
     * @param connect until a connection stands
     * @param largest octets of an answer's body; on the rest it hangs up, and the answer counts as whole
     */
    public BoundedHttp(Optional<SSLContext> tls, Proxies proxies, Duration connect, int largest) {
        this.tls = tls;
        this.proxies = proxies;
        this.connect = connect;
        this.largest = largest;
    }

    /**
     * A whole answer.
     *
     * @param body as UTF-8, as far as the bound allows; empty where there was none
     */
    public record Answer(int status, HttpHeaders headers, String body) {

        /** A proxy's refusal comes without a body. */
        private static Answer of(HttpResponse<String> response) {
            return new Answer(
                    response.statusCode(),
                    response.headers(),
                    Optional.ofNullable(response.body()).orElse(""));
        }
    }

    /**
     * Begins an exchange, which no deadline bounds: whoever waits cancels what is given here, and with it the exchange and its
     * connection. Fails as the JDK's client does, and when this is closed.
     */
    public CompletableFuture<Answer> begin(HttpRequest request) {
        CompletableFuture<Answer> answer =
                client().sendAsync(request, head -> new BoundedText(largest)).thenApply(Answer::of);
        underWay.add(answer);
        answer.whenComplete((whole, failure) -> underWay.remove(answer));
        if (closed) {
            answer.cancel(true);
        }
        return answer;
    }

    /**
     * A whole exchange.
     *
     * @param deadline until the answer's last octet that is read; a request's own timeout ends with the headers
     * @throws HttpTimeoutException when it was not whole by then
     * @throws IOException when no answer came
     * @throws InterruptedException when the thread is interrupted, which ends the exchange
     * @throws CancellationException when this is closed meanwhile, or was before
     */
    public Answer exchange(HttpRequest request, Duration deadline) throws IOException, InterruptedException {
        CompletableFuture<Answer> answer = begin(request);
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (closed) {
                // Which of its futures the client cancels first, and so what fails, is not said.
                throw new CancellationException("closed before the answer was whole");
            }
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            // Nothing, where the answer is there.
            answer.cancel(true);
        }
    }

    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .connectTimeout(connect)
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

    /** Cancels every exchange that is under way, and waits for none; idle connections end when the client is collected. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(answer -> answer.cancel(true));
        synchronized (this) {
            client = null;
        }
    }
}
