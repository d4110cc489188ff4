package org.valija.server.demo;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jsoup.Connection;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/** A form of a page with what a person fills in; what the page had filled in already is kept. Not thread-safe. */
public final class FilledForm {

    private final FormElement form;
    private final List<Field> fields = new ArrayList<>();
    private final List<Upload> uploads = new ArrayList<>();
    private String button = "";

    private record Field(String name, String value) {}

    private record Upload(String name, String fileName, String type, ByteBuffer content) {}

    /** A body with its boundary. */
    record Multipart(String contentType, ByteBuffer body) {}

    FilledForm(FormElement form) {
        this.form = form;
        for (Connection.KeyVal pair : form.formData()) {
            if (!isFile(pair.key())) {
                fields.add(new Field(pair.key(), pair.value()));
            }
        }
    }

    /**
     * Types into a field.
     *
     * @throws IllegalStateException when the form has no such field
     */
    public FilledForm type(String name, String value) {
        control(name);
        fields.removeIf(field -> field.name().equals(name));
        fields.add(new Field(name, value));
        return this;
    }

    /** Ticks a box or chooses a radio button. */
    public FilledForm tick(String name) {
        return type(name, control(name).hasAttr("value") ? control(name).attr("value") : "on");
    }

    /** Chooses a file to send along. */
    public FilledForm attach(String name, String fileName, String type, byte[] content) {
        control(name);
        uploads.add(new Upload(name, fileName, type, ByteBuffer.wrap(content)));
        return this;
    }

    /** Presses one of several buttons; without it the form is submitted as by Enter. */
    public FilledForm press(String cssSelector) {
        Element pressed = form.selectFirst(cssSelector);
        if (pressed == null) {
            throw new IllegalStateException("the form has no button " + cssSelector);
        }
        if (pressed.hasAttr("disabled")) {
            throw new IllegalStateException("the button " + cssSelector + " is disabled");
        }
        if (!pressed.attr("name").isEmpty()) {
            fields.add(new Field(pressed.attr("name"), pressed.attr("value")));
        }
        button = pressed.attr("abs:formaction");
        return this;
    }

    URI action() {
        return URI.create(button.isEmpty() ? form.attr("abs:action") : button);
    }

    boolean isPost() {
        return form.attr("method").toLowerCase(Locale.ROOT).equals("post");
    }

    boolean isMultipart() {
        return form.attr("enctype").equals("multipart/form-data");
    }

    String urlEncoded() {
        return fields.stream()
                .map(field -> encode(field.name()) + "=" + encode(field.value()))
                .collect(Collectors.joining("&"));
    }

    /** RFC 7578. */
    Multipart multipart() {
        String boundary = "valija" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Field field : fields) {
            part(
                    body,
                    boundary,
                    "name=\"" + field.name() + "\"",
                    "",
                    field.value().getBytes(StandardCharsets.UTF_8));
        }
        for (Upload upload : uploads) {
            part(
                    body,
                    boundary,
                    "name=\"" + upload.name() + "\"; filename=\"" + upload.fileName() + "\"",
                    "Content-Type: " + upload.type() + "\r\n",
                    upload.content().array());
        }
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return new Multipart("multipart/form-data; boundary=" + boundary, ByteBuffer.wrap(body.toByteArray()));
    }

    private static void part(ByteArrayOutputStream body, String boundary, String names, String type, byte[] content) {
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; " + names + "\r\n" + type + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private boolean isFile(String name) {
        return control(name).attr("type").equals("file");
    }

    private Element control(String name) {
        return form.elements().stream()
                .filter(element -> element.attr("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the form has no field «" + name + "»"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
