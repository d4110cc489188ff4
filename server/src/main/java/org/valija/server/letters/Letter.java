package org.valija.server.letters;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;
import org.valija.mail.OutgoingMail;

/**
 * A short mail to one person: paragraphs, and at most one thing to press. It says the same with and without formatting, and the
 * address behind the button stands in it to be read. Immutable.
 *
 * @param parts in their order
 */
public record Letter(String subject, List<Part> parts) {

    private static final String PAGE =
            "font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif;font-size:15px;line-height:1.5;color:#1c2430";
    private static final String PRESSED = "display:inline-block;padding:10px 22px;border-radius:6px;background:#0b5563;"
            + "color:#ffffff;font-weight:600;text-decoration:none";

    public Letter {
        parts = List.copyOf(parts);
    }

    /** A piece of a letter. */
    public sealed interface Part {}

    /** Text; its line breaks are kept. */
    public record Paragraph(String text) implements Part {}

    /** Something to press, and where it leads. */
    public record Button(String label, URI address) implements Part {}

    /** A letter of paragraphs. */
    public static Letter of(String subject, String... paragraphs) {
        return new Letter(
                subject, Stream.of(paragraphs).<Part>map(Paragraph::new).toList());
    }

    /** The same with a further paragraph. */
    public Letter saying(String text) {
        return with(new Paragraph(text));
    }

    /** The same with something to press. */
    public Letter pressing(String label, URI address) {
        return with(new Button(label, address));
    }

    private Letter with(Part part) {
        return new Letter(
                subject, Stream.concat(parts.stream(), Stream.of(part)).toList());
    }

    /** The letter as a mail. */
    public OutgoingMail mail(Clock clock, String from, String to) {
        return OutgoingMail.builder(clock)
                .from(from)
                .to(to)
                .subject(subject)
                .text(text())
                .html(html())
                .build();
    }

    /** Without formatting. */
    public String text() {
        return parts.stream().map(Letter::text).collect(Collectors.joining("\n\n"));
    }

    private static String text(Part part) {
        return switch (part) {
            case Paragraph paragraph -> paragraph.text();
            case Button button -> button.label() + ":\n" + button.address();
        };
    }

    /** Formatted; styles stand in the elements, because readers of mail drop all others. */
    public String html() {
        return "<!DOCTYPE html>\n<html><body style=\"" + PAGE + "\">\n"
                + parts.stream().map(Letter::html).collect(Collectors.joining("\n")) + "\n</body></html>\n";
    }

    private static String html(Part part) {
        return switch (part) {
            case Paragraph paragraph -> "<p>" + escaped(paragraph.text()).replace("\n", "<br>\n") + "</p>";
            case Button button -> {
                String address = escaped(button.address().toString());
                yield "<p><a href=\"" + address + "\" style=\"" + PRESSED + "\">" + escaped(button.label())
                        + "</a></p>\n" + "<p style=\"color:#5a6472;font-size:13px\">" + address + "</p>";
            }
        };
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
