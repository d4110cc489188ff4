package org.valija.mail;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.Secret;

/**
 * An HTTP answer as far as we read it.
 *
 * @param body as UTF-8, never more than {@link #LONGEST} octets of it
 */
record HttpAnswer(int status, HttpHeaders headers, String body) {

    static final int LONGEST = 64 * 1024;

    static HttpAnswer of(HttpResponse<String> response) {
        return new HttpAnswer(response.statusCode(), response.headers(), response.body());
    }

    /** The same answer without a secret that it may repeat. */
    HttpAnswer without(Secret secret) {
        return new HttpAnswer(status, headers, body.replace(secret.reveal(), secret.toString()));
    }

    /** Takes a body up to {@link #LONGEST} octets and hangs up on the rest. */
    static BodySubscriber<String> bounded() {
        return new Bounded();
    }

    private static final class Bounded implements BodySubscriber<String> {
        private final CompletableFuture<String> body = new CompletableFuture<>();
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private @Nullable Subscription subscription;

        @Override
        public CompletionStage<String> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] octets = new byte[Math.min(buffer.remaining(), LONGEST - taken.size())];
                buffer.get(octets);
                taken.writeBytes(octets);
            }
            if (taken.size() == LONGEST && subscription != null) {
                subscription.cancel();
                onComplete();
            }
        }

        @Override
        public void onError(Throwable thrown) {
            body.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            body.complete(taken.toString(StandardCharsets.UTF_8));
        }
    }
}
