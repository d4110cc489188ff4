package org.valija.simulator.inbox;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A message or a part of one (RFC 2045, RFC 2046). Immutable. */
public final class MimePart {

    private final List<MimeHeader> headers;
    private final byte[] body;
    private final List<MimePart> children;

    MimePart(List<MimeHeader> headers, byte[] body, List<MimePart> children) {
        this.headers = List.copyOf(headers);
        this.body = body;
        this.children = List.copyOf(children);
    }

    /** Reads a whole message. Never fails: what is not MIME is one part of text. */
    public static MimePart parse(byte[] message) {
        return MimeParser.parse(message);
    }

    /** The header fields in order. */
    public List<MimeHeader> headers() {
        return headers;
    }

    /** The first field of this name, decoded (RFC 2047). */
    public Optional<String> header(String name) {
        return field(name).map(MimeHeader::text);
    }

    /** The media type in lower case, {@code text/plain} where none is given. */
    public String contentType() {
        return parameterized("Content-Type")
                .map(ParameterizedValue::value)
                .filter(type -> type.indexOf('/') > 0)
                .orElse("text/plain");
    }

    /** A parameter of {@code Content-Type}, decoded (RFC 2231). */
    public Optional<String> contentTypeParameter(String name) {
        return parameterized("Content-Type").flatMap(type -> type.parameter(name));
    }

    /** The file name, decoded (RFC 2231, RFC 2047). */
    public Optional<String> fileName() {
        return parameterized("Content-Disposition")
                .flatMap(disposition -> disposition.parameter("filename"))
                .or(() -> contentTypeParameter("name"))
                .map(EncodedWords::decode);
    }

    /** Whether a mail program would show this as an attachment. */
    public boolean isAttachment() {
        boolean declared = parameterized("Content-Disposition")
                .filter(disposition -> disposition.value().equals("attachment"))
                .isPresent();
        return declared || fileName().isPresent();
    }

    /** The parts directly inside a multipart. */
    public List<MimePart> children() {
        return children;
    }

    /** The parts that hold content, depth first. */
    public List<MimePart> leaves() {
        return children.isEmpty()
                ? List.of(this)
                : children.stream().flatMap(child -> child.leaves().stream()).toList();
    }

    /** The content with its transfer encoding undone. */
    public byte[] content() {
        String encoding = header("Content-Transfer-Encoding").orElse("7bit").strip();
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "base64" -> TransferEncodings.base64(body);
            case "quoted-printable" -> TransferEncodings.quotedPrintable(body);
            default -> body.clone();
        };
    }

    /** The content as text in its charset; UTF-8 where it names none or one that Java lacks. */
    public String text() {
        return new String(
                content(),
                contentTypeParameter("charset").map(MimePart::charset).orElse(StandardCharsets.UTF_8));
    }

    /** The text a reader would see first: {@code text/plain} before {@code text/html}, attachments never. */
    public Optional<MimePart> readablePart() {
        List<MimePart> bodies =
                leaves().stream().filter(part -> !part.isAttachment()).toList();
        return Stream.of("text/plain", "text/html")
                .flatMap(type ->
                        bodies.stream().filter(part -> part.contentType().equals(type)))
                .findFirst();
    }

    static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private Optional<MimeHeader> field(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private Optional<ParameterizedValue> parameterized(String name) {
        return field(name).map(MimeHeader::rawValue).map(ParameterizedValue::parse);
    }
}
