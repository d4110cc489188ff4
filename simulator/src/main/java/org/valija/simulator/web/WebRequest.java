package org.valija.simulator.web;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One HTTP request, read to its end. */
public final class WebRequest {

    private final String method;
    private final String path;
    private final Form query;
    private final byte[] body;
    private final Headers headers;

    WebRequest(String method, String path, Form query, byte[] body, Headers headers) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.body = body;
        this.headers = headers;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public Form query() {
        return query;
    }

    /** Whether the body says it is a form. */
    public boolean isForm() {
        return header("Content-Type")
                .map(type -> type.split(";", -1)[0].strip())
                .filter("application/x-www-form-urlencoded"::equalsIgnoreCase)
                .isPresent();
    }

    /** The body as a form; without fields when it is of another type. */
    public Form form() {
        return Form.parse(isForm() ? text() : "");
    }

    /** The body as it came; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }
}
