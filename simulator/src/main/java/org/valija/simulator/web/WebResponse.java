package org.valija.simulator.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer; {@link #dropped()} is the one that never comes. Immutable. */
public final class WebResponse {

    private static final WebResponse DROPPED = new WebResponse(0, Map.of(), new byte[0]);

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private WebResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public static WebResponse html(int status, String html) {
        return bytes(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'")
                .with("Referrer-Policy", "same-origin");
    }

    /** A value of maps, lists, texts, numbers and booleans, as JSON. */
    public static WebResponse json(int status, Object value) {
        return bytes(
                status, "application/json; charset=utf-8", Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    public static WebResponse text(int status, String text) {
        return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static WebResponse bytes(int status, String contentType, byte[] body) {
        return new WebResponse(status, Map.of("Content-Type", contentType), body.clone());
    }

    public static WebResponse redirect(int status, URI location) {
        return new WebResponse(status, Map.of("Location", location.toString()), new byte[0]);
    }

    /** The connection is closed without an answer. */
    public static WebResponse dropped() {
        return DROPPED;
    }

    /** The same answer with one header more. */
    public WebResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebResponse(status, more, body);
    }

    public int status() {
        return status;
    }

    boolean isDropped() {
        return status == 0;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body.clone();
    }
}
