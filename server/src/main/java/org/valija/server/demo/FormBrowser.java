package org.valija.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A browser without scripts or pictures: follows redirects, keeps cookies, and fills and submits the forms that the pages
 * really have. Not thread-safe.
 */
public final class FormBrowser {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 10;

    private final HttpClient client;

    /** Trusts the platform's certificate authorities. */
    public FormBrowser() {
        this(Optional.empty());
    }

    /** @param tls trusts further certificate authorities; empty for the platform's */
    public FormBrowser(Optional<SSLContext> tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER))
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5));
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** A page as it came, after redirects. */
    public record Page(URI uri, int status, Document document) {

        /** The text of the first element that fits, or empty. */
        public String text(String selector) {
            return Optional.ofNullable(document.selectFirst(selector))
                    .map(Element::text)
                    .orElse("");
        }

        /** Whether an element fits. */
        public boolean has(String selector) {
            return document.selectFirst(selector) != null;
        }

        /**
         * A form to fill.
         *
         * @throws IllegalStateException when the page has none that fits
         */
        public FilledForm form(String selector) {
            Element found = document.selectFirst(selector);
            if (found instanceof FormElement form) {
                return new FilledForm(form);
            }
            throw new IllegalStateException("the page " + uri.getPath() + " (" + status + ", «" + document.title()
                    + "») has no form " + selector);
        }
    }

    /** Loads a page. */
    public Page get(URI uri) {
        return follow(HttpRequest.newBuilder(uri).timeout(PATIENCE).GET().build());
    }

    /** Submits a form as its page says: method, address and encoding are the form's own. */
    public Page submit(FilledForm form) {
        URI action = form.action();
        if (!form.isPost()) {
            String separator = action.getRawQuery() == null ? "?" : "&";
            return get(URI.create(action + separator + form.urlEncoded()));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(action).timeout(PATIENCE);
        if (form.isMultipart()) {
            FilledForm.Multipart body = form.multipart();
            request.header("Content-Type", body.contentType())
                    .POST(BodyPublishers.ofByteArray(body.body().array()));
        } else {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form.urlEncoded()));
        }
        return follow(request.build());
    }

    private Page follow(HttpRequest first) {
        HttpRequest request = first;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<String> response = send(request);
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return new Page(
                        request.uri(),
                        response.statusCode(),
                        Jsoup.parse(response.body(), request.uri().toString()));
            }
            request = HttpRequest.newBuilder(request.uri().resolve(location.get()))
                    .timeout(PATIENCE)
                    .GET()
                    .build();
        }
        throw new IllegalStateException("more than " + MOST_REDIRECTS + " redirects from " + first.uri());
    }

    /** What an address gives, without following it further. */
    public byte[] octets(URI uri) {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(PATIENCE).GET().build();
        return send(request, BodyHandlers.ofByteArray()).body();
    }

    private HttpResponse<String> send(HttpRequest plain) {
        return send(plain, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest plain, HttpResponse.BodyHandler<T> handler) {
        HttpRequest request = HttpRequest.newBuilder(plain, (name, value) -> true)
                .header("Accept-Language", Locale.getDefault().toLanguageTag())
                .build();
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
