package org.valija.server.handlers;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.valija.server.handlers.Endpoint.Field;
import org.valija.server.handlers.Visitor.Body;

/** What broken, careless and hostile programs send. */
final class BadBodies {

    static final String SCRIPT = "\"><script>alert(1)</script>";

    private static final String BOUNDARY = "linea-de-corte";
    private static final String FORM = "multipart/form-data; boundary=" + BOUNDARY;

    /** By what is wrong with each; percent-encoded, since some are no text. */
    private static final Map<String, String> VALUES = values();

    private BadBodies() {}

    /** A value that no field expects. */
    record Value(String wrong, String encoded) {}

    static List<Value> all() {
        return VALUES.entrySet().stream()
                .map(entry -> new Value(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("nothing", "");
        values.put("a long text", "x".repeat(100_000));
        values.put("NUL", "a%00b");
        values.put("no UTF-8", "%C3%28%FF");
        values.put("half a character", "%ED%A0%80");
        values.put("a negative number", "-1");
        values.put("a number over all bounds", "9".repeat(40));
        values.put("a number over its bounds", "9223372036854775807");
        values.put("no number", "1e400");
        values.put("no date", "2026-02-31");
        values.put("a date over all bounds", "%2B999999999-12-31");
        values.put("line breaks", "a%0D%0ABcc:%20mala@otra.example");
        values.put("a script", URLEncoder.encode(SCRIPT, StandardCharsets.UTF_8));
        values.put("a path", "..%2F..%2Fetc%2Fpasswd");
        values.put("a quote", "%27%20OR%20%271%27%3D%271");
        return values;
    }

    /** Queries, without the question mark: each value in all fields, and in each field alone with the others plausible. */
    static Map<String, String> queries(List<Field> fields) {
        Map<String, String> queries = new LinkedHashMap<>();
        for (Value value : all()) {
            queries.put(value.wrong() + " everywhere", pairs(fields, field -> Optional.of(value.encoded())));
            if (fields.size() > 1) {
                for (Field bad : fields) {
                    queries.put(
                            value.wrong() + " in " + bad.name(),
                            pairs(fields, field -> field.equals(bad) ? Optional.of(value.encoded()) : encoded(field)));
                }
            }
        }
        queries.put("fields twice", pairs(fields, BadBodies::encoded) + "&" + pairs(fields, BadBodies::encoded));
        queries.put("fields as lists", pairs(fields, BadBodies::encoded).replace("=", "%5B0%5D="));
        queries.put("broken percent signs", pairs(fields, field -> Optional.of("%zz%")));
        return queries;
    }

    /** Forms with values that an endpoint does not expect. */
    static Map<String, Body> forms(Endpoint endpoint) {
        Map<String, Body> bodies = new LinkedHashMap<>();
        if (!endpoint.form()) {
            queries(endpoint.fields()).forEach((wrong, query) -> bodies.put(wrong, Body.form(query)));
        }
        bodies.put("no field at all", Body.none());
        for (Value value : all()) {
            bodies.put(value.wrong() + " in a form with files", multipart(endpoint.fields(), value.encoded()));
        }
        return bodies;
    }

    /** What comes where a form belongs and cannot be read as one. */
    static Map<String, Body> noForms() {
        Map<String, Body> bodies = new LinkedHashMap<>();
        bodies.put("JSON where a form belongs", Body.json("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
        bodies.put("a type that is none", new Body("x;;/", new byte[] {1, 2, 3}));
        bodies.putAll(brokenMultipart());
        bodies.put("a form over all bounds", Body.form("a=" + "x".repeat(3 * 1024 * 1024)));
        bodies.put("fields without number", Body.form("a=1&".repeat(20_000)));
        return bodies;
    }

    static Map<String, Body> brokenMultipart() {
        Map<String, Body> bodies = new LinkedHashMap<>();
        bodies.put("multipart without a boundary", new Body("multipart/form-data", text("--a\r\n")));
        bodies.put("multipart that is cut", new Body(FORM, text("--" + BOUNDARY + "\r\nContent-Disposition: form-da")));
        bodies.put("multipart that is empty", new Body(FORM, new byte[0]));
        bodies.put(
                "a part without a name",
                new Body(FORM, text("--" + BOUNDARY + "\r\nX: y\r\n\r\nz\r\n--" + BOUNDARY + "--\r\n")));
        bodies.put(
                "a part with a long heading",
                new Body(
                        FORM,
                        text("--" + BOUNDARY + "\r\nX: " + "y".repeat(50_000) + "\r\n\r\nz\r\n--" + BOUNDARY
                                + "--\r\n")));
        bodies.put(
                "parts without number",
                new Body(
                        FORM,
                        text(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n")
                                        .repeat(1200)
                                + "--" + BOUNDARY + "--\r\n")));
        return bodies;
    }

    /** Bodies for an endpoint that reads JSON. */
    static Map<String, Body> json() {
        Map<String, Body> bodies = new LinkedHashMap<>();
        for (String wrong : List.of(
                "",
                "nada",
                "{",
                "null",
                "[]",
                "7",
                "\"a\"",
                "{\"user\":7}",
                "{\"user\":{\"a\":1},\"to\":\"x\"}",
                "{\"to\":[null],\"subject\":null,\"user\":null}",
                "{\"user\":\"a\\u0000b\",\"to\":[\"a\\u0000@b.example\"],\"subject\":\"\\u0000\"}",
                "{\"user\":\"\\ud800\",\"to\":[\"\\ud800@b.example\"],\"subject\":\"\\ud800\"}",
                "{\"company\":-1,\"kind\":99,\"number\":1e400}",
                "{\"company\":99999999999999999999999999}",
                "{\"user\":\"" + "x".repeat(200_000) + "\"}",
                "[".repeat(100_000),
                "{\"a\":".repeat(5_000))) {
            bodies.put("JSON " + wrong.substring(0, Math.min(40, wrong.length())), Body.json(text(wrong)));
        }
        bodies.put("JSON that is no UTF-8", Body.json(new byte[] {'{', '"', (byte) 0xC3, 0x28, '"', ':', '1', '}'}));
        bodies.put("a form where JSON belongs", Body.form("a=b"));
        return bodies;
    }

    private static Body multipart(List<Field> fields, String encoded) {
        byte[] value = decoded(encoded);
        java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
        for (Field field : fields) {
            boolean file = field.plausible().isEmpty();
            String heading = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.name() + "\""
                    + (file ? "; filename=\"a.xml\"\r\nContent-Type: text/xml" : "") + "\r\n\r\n";
            body.writeBytes(text(heading));
            body.writeBytes(value);
            body.writeBytes(text("\r\n"));
        }
        body.writeBytes(text("--" + BOUNDARY + "--\r\n"));
        return new Body(FORM, body.toByteArray());
    }

    private static byte[] decoded(String encoded) {
        java.io.ByteArrayOutputStream octets = new java.io.ByteArrayOutputStream();
        for (int at = 0; at < encoded.length(); at++) {
            char next = encoded.charAt(at);
            if (next == '%') {
                octets.write(Integer.parseInt(encoded.substring(at + 1, at + 3), 16));
                at += 2;
            } else {
                octets.write(next == '+' ? ' ' : next);
            }
        }
        return octets.toByteArray();
    }

    /** A query that a form could have. */
    static String plausible(List<Field> fields) {
        return pairs(fields, BadBodies::encoded);
    }

    private static String pairs(List<Field> fields, java.util.function.Function<Field, Optional<String>> values) {
        StringBuilder pairs = new StringBuilder();
        for (Field field : fields) {
            values.apply(field)
                    .ifPresent(value -> pairs.append(pairs.isEmpty() ? "" : "&")
                            .append(field.name())
                            .append('=')
                            .append(value));
        }
        return pairs.toString();
    }

    private static Optional<String> encoded(Field field) {
        return field.plausible().map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
